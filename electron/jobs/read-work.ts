import type { JobView } from '../../shared/domain/job-view.ts'
import type { JobWork } from '../../shared/domain/job.ts'
import { unpackAndRun } from './wire-body.ts'

/** What the options before a script say, and the words from the script on. */
interface ScriptWords {
  readonly dependencies: string[]
  readonly python: string | null
  readonly rest: readonly string[]
}

/**
 * What a job that was submitted does, as it was described: a script that Hubkey packed up, or one at an
 * address, is that script again, and anything else a command.
 */
export function readWork({ image, command }: Pick<JobView, 'image' | 'command'>): JobWork {
  const where = image ?? ''
  return (
    packedScript(where, command) ??
    scriptAtAddress(where, command) ?? { kind: 'command', image: where, command: [...command] }
  )
}

/** The inverse of how `wire-body.ts` packs a script up. */
function packedScript(image: string, command: readonly string[]): JobWork | null {
  const [shell, flag, words, name, packed, ...options] = command
  if (shell !== 'sh' || flag !== '-c' || words !== unpackAndRun) return null
  if (name === undefined || packed === undefined) return null
  const { rest, ...described } = readOptions(options)
  const [script, ...more] = rest
  if (script !== `/tmp/${name}`) return null
  const text = Buffer.from(packed, 'base64').toString('utf8')
  const source = { kind: 'text', name, text } as const
  return { kind: 'script', source, image, ...described, arguments: more }
}

function scriptAtAddress(image: string, command: readonly string[]): JobWork | null {
  const [uv, run, ...options] = command
  if (uv !== 'uv' || run !== 'run') return null
  const { rest, ...described } = readOptions(options)
  const [url, ...more] = rest
  if (url === undefined || !/^https:\/\/\S+$/.test(url) || !URL.canParse(url)) return null
  return { kind: 'script', source: { kind: 'url', url }, image, ...described, arguments: more }
}

/** Any option that is not one of ours stays with the rest, which then is no script. */
function readOptions(words: readonly string[]): ScriptWords {
  const dependencies: string[] = []
  let python: string | null = null
  let at = 0
  for (; at + 1 < words.length; at += 2) {
    const value = words[at + 1] ?? ''
    if (words[at] === '--with') dependencies.push(value)
    else if (words[at] === '--python' && python === null) python = value
    else break
  }
  return { dependencies, python, rest: words.slice(at) }
}
