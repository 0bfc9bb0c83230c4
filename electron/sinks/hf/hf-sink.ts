import { setTimeout as wait } from 'node:timers/promises'
import { AppFailure, errors, fail } from '../../../shared/errors.ts'
import { removeFile } from '../../files/remove-file.ts'
import { writeAtomic } from '../../files/write-atomic.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import type { Secret } from '../../redaction/secret.ts'
import type { Sink, SinkCopy, SinkNeeds, SinkWrite } from '../sink.ts'
import { readActiveToken, type ActiveToken } from './active-token.ts'
import { withHfLock } from './hf-lock.ts'
import { IniError } from '../../files/ini-lines.ts'
import { planErasing, planTaking } from './plan-sections.ts'
import { readStoredTokens, type StoredTokens } from './stored-tokens.ts'

/** `hf auth login` itself takes no lock, so a write may meet one of its own. */
const mostTries = 3
/** `hf` empties its files before it writes them; it has long written them after this. */
const settleMs = 20

/** The files of the `hf` command: `token` and, beside it, `stored_tokens`. */
export const hfSink: Sink = {
  id: 'hf',
  label: 'Hugging Face command line and libraries',
  provider: 'huggingface',
  read: async (needs) => copiesIn(await readBoth(needs)),
  write: writeToken,
  erase: eraseToken,
}

interface Both {
  readonly active: ActiveToken
  readonly stored: StoredTokens
}

async function readBoth(needs: SinkNeeds): Promise<Both> {
  return { active: await readActiveToken(needs), stored: await readStoredTokens(needs) }
}

function copiesIn({ active, stored }: Both): readonly SinkCopy[] {
  const sections = stored.sections.map(({ name, secret }) =>
    copy({ secret, where: stored.path, name, active: false }, stored.mode),
  )
  if (active.secret === null) return sections
  const { path: where, secret, mode } = active
  return [copy({ secret, where, active: true }, mode), ...sections]
}

function copy(what: SinkCopy, mode: string | undefined): SinkCopy {
  return mode === undefined ? what : { ...what, mode }
}

async function writeToken(input: SinkWrite, needs: SinkNeeds): Promise<void> {
  await whileLocked(needs, async (both) => {
    const { active, stored } = both
    const { file, adopted } = planTaking(stored, {
      ...input,
      active: active.secret,
      now: needs.clock.now(),
    })
    // The list first: killed in between, the active token is still the old one, and none is lost.
    if (file.text !== stored.file.text) await writeAtomic(stored.path, file.text, 'shared')
    await writeAtomic(active.path, input.secret.reveal(), 'shared')
    if (adopted !== null) {
      needs.log.info(
        `The token that was in ${active.path} is kept in ${stored.path} as ${adopted}.`,
      )
    }
    const after = await readBoth(needs)
    return after.active.secret?.equals(input.secret) === true && holds(after.stored, input.secret)
  })
}

async function eraseToken(
  { secret }: { readonly secret: Secret },
  needs: SinkNeeds,
): Promise<void> {
  if (!copiesIn(await readBoth(needs)).some((one) => one.secret.equals(secret))) return
  await whileLocked(needs, async ({ active, stored }) => {
    const file = planErasing(stored, secret)
    // The active one first: what is still listed can be found and erased again.
    if (active.secret?.equals(secret) === true) await removeFile(active.path)
    if (file.text !== stored.file.text) await writeAtomic(stored.path, file.text, 'shared')
    const left = await readBoth(needs)
    if (copiesIn(left).some((one) => one.secret.equals(secret))) return false
    // A comment is its writer's; what it says cannot be taken out of it unasked.
    if (!left.stored.file.text.includes(secret.reveal())) return true
    throw fail(errors.storeWriteFailed(stored.path, 'a comment in it holds the token, too'))
  })
}

/** Changes both files under the lock of `hf`, again while another tool undoes it. */
async function whileLocked(
  needs: SinkNeeds,
  change: (both: Both) => Promise<boolean>,
): Promise<void> {
  const { storedTokensPath: path } = readHfEnvironment(needs.env, needs.paths.home)
  await withHfLock(
    `${path}.lock`,
    async () => {
      try {
        for (let tries = 0; tries < mostTries; tries += 1) {
          if (await change(await readSettled(needs))) return
        }
      } catch (cause) {
        if (cause instanceof IniError) throw fail(errors.storeUnreadable(path, null))
        throw cause
      }
      throw fail(errors.storeWriteFailed(path, 'another tool keeps writing it'))
    },
    needs,
  )
}

/** Both files, once two looks a moment apart are alike. Throws `store-unreadable`. */
async function readSettled(needs: SinkNeeds): Promise<Both> {
  let before = await lookOnce(needs)
  for (let looks = 0; looks < 50; looks += 1) {
    await wait(settleMs)
    const both = await lookOnce(needs)
    if (isSame(before, both)) {
      if (both instanceof AppFailure) throw both
      return both
    }
    before = both
  }
  throw before instanceof AppFailure ? before : unsettled(needs)
}

function unsettled(needs: SinkNeeds): AppFailure {
  const { storedTokensPath } = readHfEnvironment(needs.env, needs.paths.home)
  return fail(errors.storeWriteFailed(storedTokensPath, 'another tool keeps writing it'))
}

/** A file that is just being written may be cut short in a way that cannot be understood. */
async function lookOnce(needs: SinkNeeds): Promise<Both | AppFailure> {
  try {
    return await readBoth(needs)
  } catch (cause) {
    if (cause instanceof AppFailure) return cause
    throw cause
  }
}

function isSame(one: Both | AppFailure, other: Both | AppFailure): boolean {
  if (one instanceof AppFailure || other instanceof AppFailure) {
    return one instanceof AppFailure && other instanceof AppFailure
  }
  const tokens = [one, other].map(({ active }) => active.secret?.reveal() ?? null)
  return tokens[0] === tokens[1] && one.stored.file.text === other.stored.file.text
}

function holds(stored: StoredTokens, secret: Secret): boolean {
  return stored.sections.some((section) => section.secret.equals(secret))
}
