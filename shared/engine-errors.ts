import { engineLabels, type EngineId } from './domain/engine-facts.ts'
import { advice, error, retry, type ErrorMakers } from './app-error.ts'

/** The errors about engines of somebody else; a part of `errors`. */
export const engineErrors = {
  engineMissing: (engine: EngineId, program: string) =>
    error(
      'engine-missing',
      `${engineLabels[engine]} needs the program “${program}”, which is not on the PATH that Hubkey was started with.`,
      advice(`Install ${program}, or choose another engine`),
    ),
  secretInCommand: (what: string) =>
    error(
      'secret-in-command',
      `${what} would put a secret into the command line, which every program on this machine can read. Nothing was started.`,
      advice('Leave it out: Hubkey gives the token by the environment; name it with api_key_env'),
    ),
  secretInPreset: (name: string) =>
    error(
      'secret-in-command',
      `${name} looks like a secret, which has no place in a preset. Nothing was started.`,
      advice('Store it with hubkey login, and name its variable with api_key_env'),
    ),
  endpointUnreachable: (host: string) =>
    error(
      'hub-unreachable',
      `${host} cannot be reached, so the model there was not checked.`,
      retry,
    ),
  endpointRefused: (host: string, status: number) =>
    error(
      'token-rejected',
      `${host} does not let this token in (status ${status}).`,
      advice('Choose the account that the endpoint belongs to'),
    ),
  endpointWithoutModel: (host: string, model: string) =>
    error(
      'endpoint-without-model',
      `${host} does not serve ${model}.`,
      advice('Look up the model’s name at the provider'),
    ),
  addressNotEncrypted: (address: string) =>
    error(
      'address-not-encrypted',
      `${address} is not https, so a key is not sent there.`,
      advice('Use an https address'),
    ),
  noTokenFolder: () =>
    error(
      'no-token-folder',
      'There is no folder in memory of your own ($XDG_RUNTIME_DIR) for a token file.',
      advice('Take “token: file” out of the preset; a rotation then needs a restart'),
    ),
  noOllamaKey: () =>
    error(
      'engine-missing',
      'Ollama has no key yet; it makes one when it first starts.',
      advice('Start Ollama once'),
    ),
  nothingToDetach: () =>
    error(
      'bad-input',
      'A hosted model runs elsewhere, so there is nothing to leave running.',
      advice('Launch it without --detach'),
    ),
  cannotPersist: () =>
    error(
      'engine-missing',
      'A server that goes on without Hubkey is kept by the hubkey command, which was not found.',
      advice('Install the hubkey command, or let the server end with Hubkey'),
    ),
  reusedEnded: () =>
    error(
      'engine-failed',
      'The server that was to be used again ended before it was ready.',
      retry,
    ),
} as const satisfies ErrorMakers
