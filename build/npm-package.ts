/** Packages of the npm registry that are fetched by hand, because npm would not install them on this machine. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { fromRoot } from './paths.ts'
import { UserError } from './user-error.mjs'

const run = promisify(execFile)

/** One package of the registry, and no other. */
export interface PinnedPackage {
  /** `name@version` */
  readonly spec: string
  /** `sha512-…`, the base64 of the digest of its tarball. */
  readonly integrity: string
}

/**
 * Fetches the tarball of a package into a new folder below `folder`, and answers its path.
 * @throws UserError when the package cannot be had or is not the one we know
 */
export async function fetchTarball(source: PinnedPackage, folder: string): Promise<string> {
  const { spec } = source
  const place = await mkdtemp(join(folder, 'tarball-'))
  const args = ['pack', spec, '--pack-destination', place, '--silent']
  const npm = process.env['npm_execpath']
  try {
    // The npm that started us, so that its registry settings hold here too.
    if (npm?.endsWith('.js')) await run(process.execPath, [npm, ...args], { cwd: fromRoot() })
    else await run('npm', args, { cwd: fromRoot() })
  } catch (error) {
    throw new UserError(
      `${spec} could not be fetched from your npm registry.\n` +
        `Check that \`npm view ${spec} version\` works, then run this again.\n` +
        `npm said: ${saidBy(error)}`,
    )
  }
  const name = (await readdir(place)).find((file) => file.endsWith('.tgz'))
  if (name === undefined) throw new UserError(`npm pack ${spec} left no file in ${place}.`)
  await checkIntegrity(join(place, name), source)
  return join(place, name)
}

/**
 * Compares a file with the digest of the package that it should be.
 * @throws UserError when they differ, naming both
 */
export async function checkIntegrity(
  file: string,
  { spec, integrity }: PinnedPackage,
): Promise<void> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  const found = `sha512-${hash.digest('base64')}`
  if (found === integrity) return
  const { size } = await stat(file)
  throw new UserError(
    `${spec} is not the package this project was built with, so it was not used.\n` +
      `expected ${integrity}\nfound    ${found} (${size} bytes)\n` +
      'A download cut short is the usual reason: run `npm cache verify`, then this again.\n' +
      'If it stays, your registry serves other content under that name: do not use it, report it.',
  )
}

function saidBy(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string }
  return (stderr?.trim() || message) ?? String(error)
}
