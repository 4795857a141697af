// A self-contained page: its own style and script, a policy that lets nothing else in, and no network.

import { createHash } from 'node:crypto'
import { type Html, html, ownText } from './html-text.ts'

export interface Page {
  readonly title: string
  readonly style: string
  readonly script: string
  /** What the link for those who use the keyboard leads to. */
  readonly skipTo: { readonly id: string; readonly words: string }
  readonly body: Html
}

/** The text of the page. Only its own style and script run, known by their hash; nothing is fetched, nothing submitted. */
export function pageText({ title, style, script, skipTo, body }: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${ownText(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${ownText(style)}</style>
</head>
<body>
<a class="skip" href="#${skipTo.id}">${skipTo.words}</a>
${body}
<script>${ownText(script)}</script>
</body>
</html>
`.markup
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
