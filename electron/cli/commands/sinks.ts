import type { SinkId, SinkWay } from '../../../shared/domain/sink.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { switchSink } from '../../credentials/change-sink.ts'
import { lookAtCredentials } from '../../credentials/look-at-credentials.ts'
import { settleTokens } from '../../credentials/settle-tokens.ts'
import type { Context } from '../context.ts'

interface SinksOptions {
  readonly on: readonly SinkId[]
  readonly off: readonly SinkId[]
  /** How those that are switched on come by the token; as they do now when left out. */
  readonly way: SinkWay | undefined
}

/** `hubkey sinks`: where copies for other tools lie, and which are kept in step. */
export async function sinks({ on, off, way }: SinksOptions, context: Context): Promise<void> {
  const { core, output } = context
  if (on.length + off.length > 0) await settleTokens({}, core.credentials)
  await switchOn(on, context, way)
  for (const id of off) await set(id, false, context)
  const { providers } = await lookAtCredentials({}, core.credentials)
  const views = providers.flatMap(({ id, sinks: seen }) =>
    seen.map((view) => ({ provider: id, ...view })),
  )
  output.result({ sinks: views }, () =>
    views
      .map((view) => {
        const places = view.copies.map(({ where, fingerprint }) => `  ${where} [${fingerprint}]\n`)
        const reason = view.reason === null ? '' : ` ${view.reason}`
        const way = view.way === 'helper' ? ' (asks Hubkey)' : ''
        return `${view.on ? 'on ' : 'off'}  ${view.id}  ${view.state}${way}${reason}\n${places.join('')}`
      })
      .join(''),
  )
}

/** Switches sinks on one after another. Throws as `switchSink` does. */
export async function switchOn(
  ids: readonly SinkId[],
  context: Context,
  way?: SinkWay,
): Promise<void> {
  for (const id of ids) await set(id, true, context, way)
}

async function set(id: SinkId, on: boolean, { core }: Context, way?: SinkWay): Promise<void> {
  const sink = core.credentials.sinks.find((one) => one.id === id)
  if (sink === undefined) throw fail(errors.badInput(`There is no sink “${id}”.`))
  await switchSink({ provider: sink.provider, sink: id, on, way }, core.credentials)
}
