// The script of the page of a fleet, as text: filters the targets. The page reads without it.

import { revealScript } from './html-reveal.ts'

export const fleetScript = `
'use strict'
const form = document.getElementById('filter')
const count = document.getElementById('filter-count')
const none = document.getElementById('no-target')
const items = [...document.querySelectorAll('.target')].map(element => ({ element, verdict: element.dataset.verdict, text: undefined }))
const textOf = item => (item.text ??= item.element.textContent.toLowerCase())

function apply() {
  const verdicts = new Set([...form.querySelectorAll('[name=verdict]:checked')].map(box => box.value))
  const words = form.elements.text.value.toLowerCase().split(/\\s+/).filter(word => word !== '')
  let shown = 0
  for (const item of items) {
    const matches = verdicts.has(item.verdict) && words.every(word => textOf(item).includes(word))
    item.element.hidden = !matches
    if (matches) shown += 1
  }
  none.hidden = shown > 0 || items.length === 0
  count.textContent = shown + ' of ' + items.length + ' targets'
}
${revealScript}`
