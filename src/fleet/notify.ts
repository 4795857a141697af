// Tells a command of the operator's what has changed: once a look, with everything on stdin and nothing on its command line.

import { spawn } from 'node:child_process'

export interface NotifyOptions {
  /** Run by the shell, as it is written: nothing is put into it. */
  readonly command: string
  /** Read from stdin. */
  readonly json: string
  /** The environment of this process; the command gets what `notifyEnvironment` takes of it. */
  readonly from: Readonly<Record<string, string | undefined>>
  /** What its environment has besides. */
  readonly env: Readonly<Record<string, string>>
  readonly timeLimitMs: number
}

const mostErrorBytes = 4096

/** What programs need to run, to speak the user's language, and to reach the network and the desktop. Proxies may be in either case. */
const handedOn =
  /^(path|pathext|home|user|username|userprofile|logname|shell|comspec|systemroot|windir|lang|language|lc_\w+|tz|te?mp|tmpdir|term|xdg_\w+|display|wayland_display|dbus_session_bus_address|(https?|all|no)_proxy|ssl_cert_(file|dir)|node_extra_ca_certs|scim_notify_\w+)$/i

/**
 * The part of an environment that a command of the operator's gets: the secrets of the targets are in the rest, and a
 * command that sends messages has no business with them. What it needs of its own is named SCIM_NOTIFY_….
 */
export function notifyEnvironment(env: NotifyOptions['from']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value !== undefined && handedOn.test(name) ? [[name, value]] : [])),
  )
}

/** Runs the command to its end. Gives what went wrong, in words that follow "the command"; undefined where nothing did. */
export function notify({ command, json, from, env, timeLimitMs }: NotifyOptions): Promise<string | undefined> {
  return new Promise(done => {
    const ownGroup = process.platform !== 'win32'
    const child = spawn(command, {
      shell: true,
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { ...notifyEnvironment(from), ...env },
      windowsHide: true,
      detached: ownGroup, // So that a time limit ends what the shell has started, too.
    })
    let said = ''
    let late = false
    const timer = setTimeout(() => {
      late = true
      try {
        if (ownGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
        else child.kill('SIGKILL')
      } catch {
        // It has ended in the meantime.
      }
    }, timeLimitMs)
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < mostErrorBytes) said = (said + text).slice(0, mostErrorBytes)
    })
    // A command that reads nothing closes the pipe: that is its right.
    child.stdin.on('error', () => undefined)
    child.stdin.end(json)
    const end = (problem: string | undefined): void => {
      clearTimeout(timer)
      const words = said.trim()
      done(problem === undefined ? undefined : `${problem}${words === '' ? '' : `; it said: ${words}`}`)
    }
    child.on('error', error => end(`could not be started: ${error.message}`))
    const ended = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (late) end(`did not end within ${timeLimitMs / 1000} s and was ended`)
      else if (code !== 0) end(code === null ? `was ended by ${signal}` : `ended with exit code ${code}`)
      else end(undefined)
    }
    child.on('close', ended)
    // Something that it left running may keep its stderr open: it is not waited for.
    child.on('exit', (code, signal) =>
      setTimeout(() => {
        ended(code, signal)
        child.stderr.destroy()
      }, 300),
    )
  })
}
