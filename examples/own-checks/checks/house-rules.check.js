// A house rule that every answer has to keep, in plain JavaScript. A passive check sends nothing: it is shown what the others get.

import { passiveCheck, requirement, suite } from 'scim-conformance'

const noSoftwareNamed = requirement('acme-9', {
  level: 'SHOULD',
  says: 'No answer tells the software that the service provider runs on.',
  source: 'Acme security baseline, section 2',
})

export const houseRules = suite('House rules', [
  passiveCheck(
    'acme/software-not-named',
    {
      title: 'no answer names the software behind it',
      verifies: noSoftwareNamed,
      fix: 'Leave out X-Powered-By, and the version in Server.',
    },
    () => {
      return ({ response }, observer) => {
        if (response.status === 0) return
        observer.examined()
        const named = ['x-powered-by', 'server'].filter(name =>
          /[a-z]\/\d|express|php|asp\.net/i.test(response.headers[name] ?? ''),
        )
        for (const name of named) {
          observer.fault({ expected: `no software in ${name}`, got: `${name}: ${response.headers[name]}` })
        }
      }
    },
  ),
])
