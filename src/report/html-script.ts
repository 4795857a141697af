// The script of the HTML report, as text: filters and copies. The page reads without it; it builds no markup from data.

import { revealScript } from './html-reveal.ts'

export const script = `
'use strict'
const form = document.getElementById('filter')
const count = document.getElementById('filter-count')
const items = [...document.querySelectorAll('[data-kind]')].map(element => ({
  element,
  kind: element.dataset.kind,
  verdict: element.dataset.verdict,
  level: element.dataset.level,
  topics: element.dataset.topics.split(' '),
  text: undefined,
}))
const textOf = item => (item.text ??= item.element.textContent.toLowerCase())

function apply() {
  const verdicts = new Set([...form.querySelectorAll('[name=verdict]:checked')].map(box => box.value))
  const topic = form.elements.topic.value
  const level = form.elements.level.value
  const words = form.elements.text.value.toLowerCase().split(/\\s+/).filter(word => word !== '')
  const shown = { finding: 0, check: 0 }
  const all = { finding: 0, check: 0 }
  for (const item of items) {
    const matches =
      verdicts.has(item.verdict) &&
      (topic === '' || item.topics.includes(topic)) &&
      (level === '' || item.level === level) &&
      words.every(word => textOf(item).includes(word))
    item.element.hidden = !matches
    all[item.kind] += 1
    if (matches) shown[item.kind] += 1
  }
  for (const group of document.querySelectorAll('.topic')) {
    group.hidden = group.querySelector('.check:not([hidden])') === null
  }
  for (const kind of ['finding', 'check']) {
    const message = document.getElementById('no-' + kind)
    if (message !== null) message.hidden = shown[kind] > 0 || all[kind] === 0
  }
  count.textContent =
    shown.finding + ' of ' + all.finding + ' findings, ' + shown.check + ' of ' + all.check + ' checks'
}

for (const command of document.querySelectorAll('pre.command')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.textContent = 'Copy'
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(command.textContent)
      button.textContent = 'Copied'
    } catch {
      getSelection().selectAllChildren(command)
      button.textContent = 'Selected'
    }
    setTimeout(() => (button.textContent = 'Copy'), 2000)
  })
  command.before(button)
}

${revealScript}`
