// The commands of the command line, operate: what is done at service providers in use. Each is loaded when it is asked for.

import type { Command } from 'commander'
import type { Setting } from './setting.ts'

/** Declares the commands for whoever operates a service provider. */
export function addOperateCommands(_program: Command, _setting: Setting): void {}
