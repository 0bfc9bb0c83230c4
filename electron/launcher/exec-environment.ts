import type { ProviderId } from '../../shared/domain/provider.ts'
import type { Environment } from '../ports.ts'
import { secretEnvironment, type ProviderSecret } from './secret-environment.ts'

/** Set for every command that runs under `hubkey exec`, so that a second one inside notices. */
export const execMarker = 'HUBKEY_EXEC'

/** A secret for a command, and whose it is. */
export interface ExecSecret extends ProviderSecret {
  readonly provider: ProviderId
}

/**
 * Further names under which tools look for the same credential. `NVIDIA_API_KEY` is none of them: it
 * may hold a key for hosted models alone. Sources: huggingface_hub's `constants.py` and `_auth.py`,
 * langchain-huggingface, transformers.js, NVIDIA's NIM guides.
 */
const otherSpellings: Readonly<Record<string, readonly string[]>> = {
  huggingface: [
    'HF_TOKEN',
    'HUGGING_FACE_HUB_TOKEN',
    'HUGGINGFACE_HUB_TOKEN',
    'HUGGINGFACEHUB_API_TOKEN',
    'HUGGINGFACE_API_TOKEN',
    'HUGGINGFACE_API_KEY',
    'HUGGINGFACE_TOKEN',
    'HF_API_TOKEN',
    'HF_API_KEY',
  ],
  ngc: ['NGC_API_KEY', 'NGC_CLI_API_KEY', 'NGC_APIKEY', 'NVCR_API_KEY'],
}

/**
 * The environment of a command under `hubkey exec`: the user's own with the secrets, and without
 * what holds another token of the same provider (`stale`, by name): a tool that reads that name
 * first would otherwise use it. Of a provider whose token is not given because it was `refused`,
 * whatever holds that very token goes too.
 */
export function execEnvironment(
  secrets: readonly ExecSecret[],
  refused: readonly ExecSecret[],
  base: Environment,
): { readonly environment: Environment; readonly stale: readonly string[] } {
  const stale = [
    ...secrets.flatMap((given) => namesOf(given).filter((name) => isOther(base[name], given))),
    ...refused.flatMap((one) =>
      namesOf(one).filter((name) => base[name]?.trim() === one.secret.reveal()),
    ),
  ]
  const kept = Object.entries(base).filter(([name]) => !stale.includes(name))
  const clean = Object.fromEntries(kept)
  return {
    environment: { ...clean, ...secretEnvironment(secrets, clean), [execMarker]: '1' },
    stale: [...new Set(stale)],
  }
}

function namesOf({ provider, variables }: ExecSecret): readonly string[] {
  return otherSpellings[provider] ?? variables
}

function isOther(value: string | undefined, { secret }: ExecSecret): boolean {
  return value !== undefined && value !== '' && value.trim() !== secret.reveal()
}
