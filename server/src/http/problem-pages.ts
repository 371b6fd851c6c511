import { ANSWERS, BROKEN } from './problem-answers.js';

const PAGES = { ...ANSWERS, internal: BROKEN };

/** The page that a problem's `type` leads to, as HTML; null for a kind there is not. */
export function explainProblem(kind: string): string | null {
  if (!Object.hasOwn(PAGES, kind)) return null;
  const { status, title, detail } = PAGES[kind as keyof typeof PAGES];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – Halfstar</title>
<h1>${title}</h1>
<p>${detail}</p>
<p>Status ${status}, type <code>/problems/${kind}</code>.</p>
</html>
`;
}

/** All problems as a Markdown page, for the documentation. */
export function listProblems(): string {
  const rows = Object.entries(PAGES).map(
    ([kind, { status, title, detail }]) => `| ${status} | \`${kind}\` | ${title} | ${detail} |`,
  );
  return [
    '# Problems',
    '',
    'Whatever is refused is answered with `application/problem+json` (RFC 9457): `type`, `title`, `status`, `detail`,',
    '`requestId`, and for invalid input `errors`, each with a JSON `pointer` to what is wrong. `type` is `/problems/`',
    'and the kind, a page that every Halfstar serves.',
    '',
    '| Status | Kind | Title | Detail |',
    '|---|---|---|---|',
    ...rows.sort(),
    '',
  ].join('\n');
}
