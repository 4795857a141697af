// docs/presets.md says what the presets say.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { presetsPage, renderPresetsPage } from './presets-page.ts'

test('docs/presets.md is that of the presets; `node test/emulations/presets-page.ts` writes it anew', () => {
  expect(readFileSync(presetsPage, 'utf8')).toBe(renderPresetsPage())
})
