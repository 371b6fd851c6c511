/** On every answer, also on those given before a route is found. */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

export const DEMO_HEADERS = { 'x-demo-mode': 'true' };

/** Two years, and only told over TLS, where browsers heed it. */
export const HSTS = 'max-age=63072000; includeSubDomains';
