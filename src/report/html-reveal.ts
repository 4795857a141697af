// The part of a page's script that shows what its address names, as text; shared by pages whose `form` filters with `apply`.

/** Opens and scrolls to the element of the fragment; where the filter hides it, the filter is taken off. */
export const revealScript = `
function reveal() {
  let id = ''
  try {
    id = decodeURIComponent(location.hash.slice(1))
  } catch {
    return
  }
  const element = id === '' ? null : document.getElementById(id)
  if (element === null) return
  if (element.closest('[hidden]') !== null) {
    form.reset()
    apply()
  }
  for (let one = element; one !== null; one = one.parentElement) if (one.localName === 'details') one.open = true
  element.scrollIntoView()
}

form.addEventListener('input', apply)
form.addEventListener('submit', event => event.preventDefault())
// A reset changes the fields only after its event.
form.addEventListener('reset', () => setTimeout(apply))
addEventListener('hashchange', reveal)
form.hidden = false
apply()
reveal()
`
