export const TOKEN_SCOPES = ['read', 'write'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export const LONGEST_TOKEN_NAME = 100;
export const MOST_TOKENS = 100;
