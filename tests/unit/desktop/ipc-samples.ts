import type { Channel } from '../../../shared/ipc/channels.ts'
import type { Input, Output } from '../../../shared/ipc/contract.ts'
import type { Verification } from '../../../shared/domain/verification.ts'

/** Stands for a secret in these tests; not shaped like a token. */
export const canary = 'canary-'.repeat(4)

const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
const run = '20261123-101112-abc123'

const verification: Verification = {
  state: 'verified',
  identity: {
    username: 'ada',
    fullName: 'Ada Byron',
    kind: 'user',
    role: 'read',
    tokenName: 'laptop',
    readsGated: true,
    rights: [],
    organisations: [{ name: 'the-lab', role: 'contributor', restrictions: [] }],
    capabilities: [],
    expiresAt: null,
  },
  checkedAt: '2026-11-23T10:11:12.000Z',
  error: null,
}

const draft = { id, provider: 'huggingface', length: 37, looksRight: true, verification } as const

const runView: Output<'run.launch'> = {
  id: run,
  repo: 'owner/name',
  file: 'model.gguf',
  engine: 'embedded',
  state: 'preparing',
  url: null,
  pid: null,
  startedAt: '2026-11-23T10:11:12.000Z',
  readyAt: null,
  endedAt: null,
  secrets: [],
  detached: false,
  download: null,
  error: null,
}

const modelView: Output<'model.inspect'> = {
  repo: 'owner/name',
  revision: 'main',
  commit: null,
  gated: 'auto',
  pipeline: null,
  library: null,
  licence: null,
  card: {
    baseModels: ['owner/base'],
    languages: ['en'],
    tags: ['gguf'],
    parameters: 7_000_000_000,
    architecture: 'llama',
    contextLength: 8192,
    downloads: 1,
    likes: 2,
    updated: '2026-11-23T10:11:12.000Z',
  },
  access: { verdict: 'granted', reason: 'It is open to this account.', action: null },
  files: [{ path: 'model.gguf', size: 5, quantisation: 'Q4_K_M', launchable: true, cached: false }],
}

/** One valid input for every channel. */
export const sampleInputs: { readonly [C in Channel]: Input<C> } = {
  'snapshot.get': undefined,
  'draft.paste': { provider: 'huggingface' },
  'draft.enter': { provider: 'huggingface', text: 'x' },
  'draft.verify': { draft: id },
  'draft.save': { draft: id },
  'draft.discard': { draft: id },
  'token.verify': { provider: 'huggingface', account: 'work' },
  'token.clear': { provider: 'huggingface', account: 'work' },
  'account.use': { provider: 'huggingface', account: 'work' },
  'account.rename': { provider: 'huggingface', account: 'work', name: 'home' },
  'account.tie': {
    provider: 'huggingface',
    account: 'work',
    scope: { organisations: ['the-lab'], models: ['owner/name'] },
  },
  'keyring.probe': undefined,
  'endpoint.trust': undefined,
  'model.inspect': { repo: 'owner/name' },
  'model.cached': undefined,
  'model.search': { text: 'tiny', gguf: true },
  'model.describe': { repo: 'owner/name' },
  'model.fit': { repo: 'owner/name', path: 'model.gguf' },
  'download.start': { repo: 'owner/name', path: 'model.gguf' },
  'download.cancel': { download: id },
  'run.launch': { repo: 'owner/name' },
  'run.stop': { run },
  'run.log': { run, after: 0 },
  'run.copy-address': { run },
  'chat.ask': { ask: id, run, messages: [{ role: 'user', content: 'hello' }] },
  'chat.cancel': { ask: id },
  'settings.update': { theme: 'dark' },
  'link.open': { to: 'create-token' },
  'window.show': { view: 'models' },
  'window.close': undefined,
}

/** One valid output for every channel, as rich as its schema allows. */
export const sampleOutputs: { readonly [C in Channel]: Output<C> } = {
  'snapshot.get': {
    revision: 3,
    version: '0.1.0',
    keyring: {
      state: 'unlocked',
      policy: 'auto',
      sentence: 'Tokens are kept in the keyring.',
      store: { kind: 'keyring' },
    },
    providers: [
      {
        id: 'huggingface',
        label: 'Hugging Face',
        custom: false,
        environment: ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'],
        present: true,
        source: 'keyring',
        account: 'default',
        username: 'ada',
        role: 'read',
        verified: true,
        fingerprint: '0011aabb',
        verification,
        sources: [
          {
            kind: 'keyring',
            present: true,
            fingerprint: '0011aabb',
            shadowed: false,
            clearable: true,
          },
        ],
        accounts: [
          {
            name: 'default',
            active: true,
            kind: 'token',
            store: 'keyring',
            fingerprint: '0011aabb',
            addedAt: '2026-11-20T10:11:12.000Z',
            rotatedAt: '2026-11-22T10:11:12.000Z',
            scope: { organisations: ['the-lab'], models: ['owner/name'] },
            verification,
          },
        ],
      },
    ],
    downloads: [
      {
        id,
        repo: 'owner/name',
        path: 'model.gguf',
        state: 'running',
        receivedBytes: 1,
        totalBytes: 2,
        bytesPerSecond: 1,
        error: null,
      },
    ],
    runs: [runView],
    settings: { theme: 'system' },
  },
  'draft.paste': draft,
  'draft.enter': draft,
  'draft.verify': draft,
  'draft.save': { account: 'default' },
  'draft.discard': undefined,
  'token.verify': undefined,
  'token.clear': {
    cleared: ['keyring'],
    remaining: [{ kind: 'environment', reason: 'It is set.' }],
  },
  'account.use': undefined,
  'account.rename': undefined,
  'account.tie': undefined,
  'keyring.probe': undefined,
  'endpoint.trust': undefined,
  'model.inspect': modelView,
  'model.cached': [
    { repo: 'owner/name', revision: 'main', path: 'model.gguf', size: 5, quantisation: null },
  ],
  'model.search': {
    models: [
      {
        repo: 'owner/name',
        task: 'text-generation',
        library: 'gguf',
        downloads: 1,
        likes: 2,
        updated: '2026-11-23T10:11:12.000Z',
        gated: 'no',
        parameters: 7_000_000_000,
        gguf: true,
        licence: 'mit',
        cached: true,
      },
    ],
    next: 'cursor',
  },
  'model.describe': {
    model: modelView,
    quantisations: [{ name: 'Q4_K_M', path: 'model.gguf', parts: 1, size: 5, cached: false }],
    projectors: [],
    best: 'model.gguf',
  },
  'model.fit': {
    verdict: 'fits',
    sentence: 'By estimate it needs about 1.0 GB; 4.0 GB of memory are free.',
    weightsBytes: 1,
    cacheBytes: 2,
    overheadBytes: 3,
    neededBytes: 6,
    context: 8192,
    conversations: 4,
    trainedContext: 8192,
    architecture: 'llama',
    memory: {
      ramFreeBytes: 4_000_000_000,
      ramTotalBytes: 8_000_000_000,
      limitedByContainer: false,
      gpus: [{ name: 'A card', totalBytes: 8, freeBytes: 4 }],
    },
  },
  'download.start': { download: id },
  'download.cancel': undefined,
  'run.launch': runView,
  'run.stop': undefined,
  'run.log': [{ seq: 1, text: 'ready' }],
  'run.copy-address': undefined,
  'chat.ask': undefined,
  'chat.cancel': undefined,
  'settings.update': undefined,
  'link.open': undefined,
  'window.show': undefined,
  'window.close': undefined,
}
