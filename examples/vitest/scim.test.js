// Every check is a test of yours: with your reporters, your filters (`-t create/`), your watch mode.

import { allTopics, loadTarget } from 'scim-conformance'
import { bindToVitest } from 'scim-conformance/vitest'

bindToVitest(() => loadTarget('scim-target.yaml', process.env), { topics: allTopics })
