/** What needs no script is drawn before there is so much of it to run. Out of sight nothing is drawn. */
if (document.visibilityState === 'visible') {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

export {};
