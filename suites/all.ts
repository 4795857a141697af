// Every suite there is, by topic. Order is the order of reports and of `list`.

import { type Topic, topic } from '../src/check/check.ts'
import { equalityFilters } from './filter/eq.check.ts'
import { letterCaseInFilters } from './filter/eq-case.check.ts'
import { notationInFilters } from './filter/eq-notation.check.ts'
import { sizeOfPages } from './paging/count.check.ts'
import { cursorPages } from './paging/cursor.check.ts'
import { cursorParameters } from './paging/cursor-parameters.check.ts'
import { pageAfterPage } from './paging/pages.check.ts'
import { startOfPages } from './paging/start-index.check.ts'
import { creating } from './resources/create.check.ts'

export const allTopics: readonly Topic[] = [
  topic('resources', [creating]),
  topic('filter', [equalityFilters, letterCaseInFilters, notationInFilters]),
  topic('paging', [startOfPages, sizeOfPages, pageAfterPage, cursorPages, cursorParameters]),
]
