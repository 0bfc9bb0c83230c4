import { setTimeout as wait } from 'node:timers/promises'
import { isLive, type LogLine, type RunId } from '../../../shared/domain/run.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { plainText, withoutOverwritten } from '../../../shared/log-text.ts'
import type { HubkeyApp } from '../../app/create-app.ts'
import { readOnwards } from '../../launcher/read-output.ts'
import { listRunFolders } from '../../launcher/run-folder.ts'
import { maskColoured } from '../../redaction/mask-coloured.ts'
import type { Context } from '../context.ts'
import { lineWriter } from '../log-colours.ts'
import { createCliApp } from '../open-runs.ts'

interface LogsOptions {
  /** A run's id, or the start of it; null is the newest one. */
  readonly id: string | null
  readonly follow: boolean
  /** Only so many of the last lines; null shows what is kept. */
  readonly tail: number | null
}

/** New lines are looked for this often; they are written by another program. */
const lookMs = 200

/**
 * `hubkey logs`: what a server wrote, masked, live or ended, whoever launched it. With `--follow` it stays
 * until the server ends or the user stops it. Throws `run-missing` and `bad-input`.
 */
export async function logs({ id, follow, tail }: LogsOptions, context: Context): Promise<void> {
  const { core, output, io, signal } = context
  const { paths, env } = core.ports
  const { launcher } = createCliApp(context, false)
  await launcher.sweep()
  const run = chooseFolder(id, await listRunFolders(paths))
  let last = 0
  const onwards = async (): Promise<readonly LogLine[]> => {
    const page = (await readOnwards(run, last, paths)) ?? []
    last = page.at(-1)?.seq ?? last
    return page
  }
  const all: LogLine[] = []
  for (let page = await onwards(); page.length > 0; page = await onwards()) all.push(...page)
  const lines = withoutOverwritten(all)
  const shown = tail === null ? lines : lines.slice(Math.max(0, lines.length - tail))
  if (output.isJson) {
    output.result({ run, lines: shown.map(({ text }) => plainText(text)) }, () => '')
    return
  }
  const inWords = lineWriter(io, env)
  const write = (more: readonly LogLine[]): void => {
    for (const { text } of withoutOverwritten(more)) {
      // Masked when it was written; a token that was stored since is masked now.
      io.stdout.write(`${maskColoured(inWords(text), core.redactor)}\n`)
    }
  }
  write(shown)
  while (follow && !signal.aborted) {
    const isOver = !isRunning(run, launcher)
    write(await onwards())
    if (isOver) return
    await wait(lookMs, undefined, { signal }).catch(() => undefined)
  }
}

function isRunning(id: RunId, launcher: HubkeyApp['launcher']): boolean {
  return launcher.list().some((run) => run.id === id && isLive(run.state))
}

function chooseFolder(id: string | null, folders: readonly RunId[]): RunId {
  if (id === null) {
    const newest = folders.at(-1)
    if (newest === undefined) throw fail(errors.badInput('No server was ever launched.'))
    return newest
  }
  const [chosen, ...others] = folders.filter((name) => name.startsWith(id))
  if (chosen === undefined) throw fail(errors.runMissing(id))
  if (others.length === 0) return chosen
  throw fail(errors.badInput(`“${id}” could be any of ${others.length + 1} servers.`))
}
