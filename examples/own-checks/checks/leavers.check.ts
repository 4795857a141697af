// What Acme's audits rest on: who has left stays where auditors find them.

import { check, expectResponse, expectThat, requirement, suite, topic } from 'scim-conformance'

const leaversAreFound = requirement('acme-4', {
  level: 'MUST',
  says: 'A user who has been deactivated is still found by userName.',
  source: 'Acme provisioning guide, section 4',
  url: 'https://acme.example/provisioning#leavers',
  when: ['user-resource', 'filter.supported'],
})

const leavers = suite('Leavers', [
  check(
    'acme/leaver-is-found',
    {
      title: 'a user who has been deactivated is found by userName',
      verifies: leaversAreFound,
      fix: 'Do not leave out users that are not active when you look up a userName.',
    },
    async ({ resources, scim }) => {
      const { id, resource } = await resources.create('User', { active: false })
      const userName = String(resource.userName)

      const answer = await scim.list('User', { filter: `userName eq ${JSON.stringify(userName)}` })
      const found = expectResponse(answer).toBeListResponse()
      expectThat(
        found.resources.some(user => user.id === id),
        { expected: `${userName} in the list`, got: `${found.totalResults} results without them`, response: answer },
      )
    },
  ),
])

export const acme = topic('acme', [leavers])
