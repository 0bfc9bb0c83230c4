/**
 * A Hubkey of few words, for Windows' Node: starts a command as an engine. Its argument is an `Order` in JSON. At a
 * port (Node on Wine cannot read a pipe of Linux) it tells one event a line and hears `stop` and `kill`.
 */
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { customEngine } from '../../../electron/launcher/engines/custom.ts'
import type { EngineEvent } from '../../../electron/launcher/engines/engine.ts'
import { programEngine } from '../../../electron/launcher/engines/program-engine.ts'

/** What to start, and where to tell of it. */
export interface Order {
  readonly port: number
  readonly command: string[]
  /** Words by which the program ends what it started where no signal reaches. */
  readonly elsewhere?: { readonly stop: readonly string[]; readonly kill: readonly string[] }
}

/** An `EngineEvent` as far as the tests look; `text` is the output's, too. */
export interface Told {
  readonly kind: EngineEvent['kind']
  readonly text?: string
  readonly code?: number | null
}

const { port, command, elsewhere } = JSON.parse(process.argv[2] ?? '') as Order
const test = connect(port, '127.0.0.1')
const custom = customEngine({ args: [], environment: {}, command })
const definition = elsewhere === undefined ? custom : { ...custom, elsewhere: () => elsewhere }
const engine = programEngine(definition, { env: process.env, fetch }).start(
  {
    ...{ run: '20260101-000000-abcdef', folder: '', modelPath: '', modelId: 'a/b' },
    ...{ revision: 'main', port: 0, settings: undefined, owner: null },
  },
  Object.fromEntries(Object.entries(process.env).map(([name, value = '']) => [name, value])),
  (event) => {
    const text = event.kind === 'output' ? { text: event.chunk.toString() } : {}
    test.write(`${JSON.stringify({ ...event, ...text })}\n`)
    if (event.kind === 'up') engine.begin()
  },
)
createInterface(test).on('line', (word) => {
  if (word === 'stop') engine.askToStop()
  if (word === 'kill') engine.kill()
})
