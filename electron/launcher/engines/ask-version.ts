import { execFile } from 'node:child_process'
import { open } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { EngineDefinition } from './definition.ts'

const limitMs = 10_000
const mostBytes = 64 * 1024

/** Said by our own question when Python does not know the distribution. */
const unknown = 'hubkey: no such distribution'

/**
 * The version of an engine, null when it does not say in time; not `here` when its program is there
 * but the engine is not, as with a Python without the module. The environment holds no secret.
 */
export async function askVersion(
  { version, id }: Pick<EngineDefinition, 'version' | 'id'>,
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly isHere: boolean; readonly version: string | null }> {
  if (version === null) return { isHere: true, version: null }
  if (version.by === 'program') {
    return { isHere: true, version: versionIn(await run(program, version.args, environment)) }
  }
  const python = id === 'sglang' ? program : await pythonOf(program)
  if (python === null) return { isHere: true, version: null }
  const text = await run(python, ['-c', question(version.distribution)], environment)
  // Only a Python that is the engine's own by nothing but its name can lack it.
  if (text.includes(unknown)) return { isHere: id !== 'sglang', version: null }
  return { isHere: true, version: versionIn(text) }
}

function question(distribution: string): string {
  return [
    'from importlib import metadata',
    'try:',
    `    print(metadata.version(${JSON.stringify(distribution)}))`,
    'except metadata.PackageNotFoundError:',
    `    print(${JSON.stringify(unknown)})`,
  ].join('\n')
}

/** The first thing that looks like one: `0.11.2`, `b6123`, `27.3.1`, `4719 (abc)`. */
function versionIn(text: string): string | null {
  const dotted = /\bv?(\d+\.\d+[\w.+-]*)/.exec(text)?.[1]
  const found = dotted ?? /\bversion:?\s+(\w[\w.+-]*)/i.exec(text)?.[1] ?? null
  return found === null ? null : found.replace(/[.,]+$/, '').slice(0, 60)
}

/** Both streams, for llama-server writes its version to the second. Never throws. */
async function run(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const options = {
    env: { ...environment },
    timeout: limitMs,
    killSignal: 'SIGKILL',
    maxBuffer: mostBytes,
    windowsHide: true,
  } as const
  return await new Promise((resolve) => {
    execFile(program, args, options, (_, stdout, stderr) => {
      resolve(`${stdout}\n${stderr}`)
    })
  })
}

/** The interpreter in the first line of a console script; null when there is none of that form. */
async function pythonOf(script: string): Promise<string | null> {
  try {
    const handle = await open(script, 'r')
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0)
      const line = buffer.toString('utf8', 0, bytesRead).split('\n')[0] ?? ''
      const path = /^#!\s*(\S+)\s*$/.exec(line)?.[1]
      return path !== undefined && isAbsolute(path) ? path : null
    } finally {
      await handle.close()
    }
  } catch {
    return null
  }
}
