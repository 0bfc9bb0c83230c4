import { advice, error, retry, type Action, type ErrorMakers } from './app-error.ts'
import { downloadErrors } from './download-errors.ts'
import { engineErrors } from './engine-errors.ts'
import { foreignErrors } from './foreign-errors.ts'
import { jobErrors } from './job-errors.ts'
import { keyringErrors } from './keyring-errors.ts'
import type { Link } from './links.ts'
import { presetErrors } from './preset-errors.ts'
import { watchErrors } from './watch-errors.ts'

/** What an error is made of, from where its errors are had. */
export { AppFailure, fail, type Action, type AppError } from './app-error.ts'

const showLog: Action = { label: 'Show the log', does: { kind: 'show-log' } }

/** Every error Hubkey knows, by the name of its code. Facts never hold a server's free text. */
export const errors = {
  // What was typed or pasted
  tokenEmpty: () =>
    error('token-empty', 'There is no token in what was entered.', advice('Paste a token')),
  clipboardEmpty: () =>
    error('clipboard-empty', 'The clipboard holds no text.', advice('Copy the token first')),
  tokenTooLong: (limit: number) =>
    error(
      'token-too-long',
      `This is longer than any token (more than ${limit} characters).`,
      advice('Copy the token alone'),
    ),
  tokenTooShort: (least: number) =>
    error(
      'token-too-short',
      `A token has at least ${least} characters; part of this one is missing.`,
      advice('Copy the whole token'),
    ),
  tokenSeveralLines: () =>
    error(
      'token-several-lines',
      'This is more than one line, so it is not a token alone.',
      advice('Copy only the line that holds the token'),
    ),
  tokenBadCharacters: () =>
    error(
      'token-bad-characters',
      'This holds characters that no token has (spaces, control characters or accents).',
      advice('Copy the token again'),
    ),
  draftGone: () =>
    error(
      'draft-gone',
      'The entered token was discarded after waiting too long.',
      advice('Paste the token again'),
    ),

  // What the provider said
  /** `create`: where a new one is made; null when nobody knows. */
  tokenRejected: (provider: string, create: Link | null = { to: 'create-token' }) =>
    error(
      'token-rejected',
      `${provider} does not accept this token. It may be mistyped, expired or revoked.`,
      create === null
        ? advice(`Create a new key at ${provider}`)
        : { label: 'Create a token', does: { kind: 'open-link', link: create } },
    ),
  /** How a rejected token stands from then on: the code is that of the rejection. */
  tokenQuarantined: (label: string, provider: string, wayOut: Action) =>
    error(
      'token-rejected',
      `${label} rejected this token; Hubkey does not send it any more.${
        provider === 'huggingface' ? ' Public models keep working.' : ''
      }`,
      wayOut,
    ),
  hubUnreachable: (host: string) =>
    error('hub-unreachable', `${host} cannot be reached. The token itself was not judged.`, retry),
  hubTimeout: (host: string, seconds: number) =>
    error('hub-timeout', `${host} did not answer within ${seconds} seconds.`, retry),
  hubRateLimited: (host: string, seconds: number | null) =>
    error(
      'hub-rate-limited',
      seconds === null
        ? `${host} asks to wait before the next request.`
        : `${host} asks to wait ${seconds} seconds before the next request.`,
      retry,
    ),
  hubServerError: (host: string, status: number) =>
    error(
      'hub-server-error',
      `${host} has a problem of its own (status ${status}). The token was not judged.`,
      retry,
    ),
  hubUnexpectedReply: (host: string) =>
    error(
      'hub-unexpected-reply',
      `Something other than the Hub answered for ${host}, perhaps the sign-in page of a network.`,
      advice('Sign in to the network, then try again'),
    ),
  offlineMode: (host: string) =>
    error(
      'offline-mode',
      `HF_HUB_OFFLINE is set, so ${host} is not asked.`,
      advice('Unset HF_HUB_OFFLINE and start Hubkey again'),
    ),
  hubTls: (host: string) =>
    error(
      'hub-tls',
      `The secure connection to ${host} could not be trusted.`,
      advice("Check the date and your company's certificates"),
    ),

  proxyFailed: (proxy: string, reason: 'unreachable' | 'credentials' | 'refused') =>
    error(
      'hub-proxy',
      {
        unreachable: `The proxy ${proxy} cannot be reached.`,
        credentials: `The proxy ${proxy} wants another name and password.`,
        refused: `The proxy ${proxy} refused to pass the request on.`,
      }[reason],
      reason === 'credentials'
        ? advice('Put the name and password into the proxy’s address, then start Hubkey again')
        : retry,
    ),
  proxyInvalid: (variable: string, isSocks: boolean) =>
    error(
      'hub-proxy-invalid',
      isSocks
        ? `${variable} names a SOCKS proxy, which Hubkey cannot use; it would be http://host:port.`
        : `${variable} does not name a proxy that can be used; it would be http://host:port.`,
      advice(`Correct ${variable}, then start Hubkey again`),
    ),
  endpointNotTrusted: (host: string, isEncrypted: boolean) =>
    error(
      'endpoint-not-trusted',
      `HF_ENDPOINT names ${host}, to which a stored token was never sent.${
        isEncrypted ? '' : ' The connection to it is not encrypted.'
      }`,
      { label: `Send my token to ${host}`, does: { kind: 'trust-endpoint' } },
    ),

  // Keyring and files
  noToken: (provider: string) =>
    error('no-token', `There is no ${provider} token on this machine yet.`, {
      label: `Log in to ${provider}`,
      does: { kind: 'log-in' },
    }),
  accountMissing: (provider: string, account: string) =>
    error(
      'account-missing',
      `There is no ${provider} account named “${account}”.`,
      advice('Choose another account'),
    ),
  accountExists: (provider: string, account: string) =>
    error(
      'account-exists',
      `There is a ${provider} account named “${account}” already.`,
      advice('Choose another name'),
    ),
  sameToken: () =>
    error('same-token', 'This is the token that is stored already.', advice('Paste the new one')),
  notVerified: (provider: string) =>
    error(
      'token-not-verified',
      `${provider} could not say whether the new token is good, so the old one stays.`,
      retry,
    ),
  ...keyringErrors,
  storeUnreadable: (path: string, setAside: string | null) =>
    error(
      'store-unreadable',
      setAside === null
        ? `${path} cannot be read.`
        : `${path} could not be understood and was set aside as ${setAside}.`,
      advice(`Look at ${setAside ?? path}`),
    ),
  storeWriteFailed: (path: string, reason: string) =>
    error(
      'store-write-failed',
      `${path} could not be written (${reason}). What was there before is still there.`,
      advice('Free some space or mend the permissions, then try again'),
    ),
  environmentToken: (variable: string) =>
    error(
      'environment-token',
      `${variable} is set in the environment Hubkey was started from; Hubkey cannot take it away.`,
      advice(`Unset ${variable} where it is set, then start Hubkey again`),
    ),

  sinkFailed: (sink: string, reason: string, next: string) =>
    error('sink-failed', `${sink}: ${reason}`, advice(next)),
  ...foreignErrors,
  ...engineErrors,
  ...presetErrors,
  ...watchErrors,
  ...jobErrors,

  // Models and downloads
  accessDenied: (code: string, reason: string, next: Action | null) => error(code, reason, next),
  revisionMissing: (repo: string, revision: string) =>
    error('revision-missing', `${repo} has no revision “${revision}”.`, advice('Use main')),
  fileMissing: (repo: string, file: string) =>
    error('file-missing', `${repo} has no file “${file}”.`, advice('Choose another file')),
  nothingLaunchable: (repo: string) =>
    error(
      'nothing-launchable',
      `${repo} holds no GGUF file, which the embedded engine needs.`,
      advice('Choose a GGUF model'),
    ),
  ...downloadErrors,
  ggufUnreadable: () =>
    error('gguf-unreadable', 'The head of this GGUF file cannot be understood.', null),

  // Runs
  runMissing: (id: string) =>
    error('run-missing', `There is no server “${id}”.`, advice('List the servers')),
  runFolderMissing: (id: string) =>
    error(
      'run-folder-missing',
      `The folder of the server “${id}” is not there: it has not begun yet, or was cleared away.`,
      null,
    ),
  folderNotOpened: (path: string, reason: string) =>
    error(
      'folder-not-opened',
      `${path} could not be opened (${reason}).`,
      advice('Open it by hand'),
    ),
  /** `owner`: who has it, where that can be told. */
  portInUse: (port: number, owner: { pid: number; program: string } | null = null) =>
    error(
      'port-in-use',
      owner === null
        ? `Port ${port} is taken by another program.`
        : `Port ${port} is taken by ${owner.program}, process ${owner.pid}.`,
      advice('Use another port'),
    ),
  engineFailed: (reason: string) => error('engine-failed', reason, showLog),
  serverSilent: () =>
    error(
      'server-silent',
      'The server does not answer any more. It may have ended, or be stuck.',
      showLog,
    ),
  serverWantsKey: () =>
    error(
      'server-wants-key',
      'The server refuses to answer without a key that it accepts.',
      showLog,
    ),
  serverLoading: () => error('server-loading', 'The server is still loading its model.', retry),
  serverRefused: (status: number, reason: string | null) =>
    error(
      'server-refused',
      reason === null ? `The server answered with status ${status}.` : `The server says: ${reason}`,
      showLog,
    ),
  runNotReady: () => error('run-not-ready', 'This server is not ready to answer.', retry),
  stopped: () => error('stopped', 'It was stopped before it was ready.', null),

  // The edges
  badInput: (detail: string) => error('bad-input', detail, null),
  unexpected: (reference: string) =>
    error(
      'unexpected',
      `Something unforeseen went wrong. Its reference is ${reference}.`,
      advice(`Look for ${reference} in hubkey.log`),
    ),
} as const satisfies ErrorMakers
