import type { EngineDefinition } from './definition.ts'

/**
 * Ollama. It knows no token: it signs with a key of its own, whose public half has to be added to
 * the account. A model of the Hub is fetched by a request once it answers.
 */
export const ollama: EngineDefinition = {
  id: 'ollama',
  programs: ['ollama'],
  version: { by: 'program', args: ['--version'] },
  models: 'own',
  supports: ['context', 'gpu'],
  secrets: [],
  requires: [],
  rereadsToken: false,
  inherits: ['OLLAMA_MODELS', 'OLLAMA_KEEP_ALIVE', 'OLLAMA_FLASH_ATTENTION'],
  words: {
    auth: 'It uses no token. It signs with an SSH key of its own; for private and gated models its public half has to be added to your Hugging Face account.',
    leaks: 'Nowhere: it is given no secret.',
  },
  command: ({ port, context, extra }) => ({
    args: ['serve', ...extra],
    environment: {
      OLLAMA_HOST: `127.0.0.1:${port}`,
      ...(context === null ? {} : { OLLAMA_CONTEXT_LENGTH: String(context) }),
    },
  }),
  readiness: {
    path: '/',
    isReady: (status, body) => status === 200 && body.includes('Ollama is running'),
  },
  firstRequest: ({ model, revision }) => {
    const quantisation = revision === 'main' ? '' : `:${revision}`
    const name = model.includes('/') ? `hf.co/${model}${quantisation}` : `${model}${quantisation}`
    return {
      note: `Ollama fetches ${name}`,
      path: '/api/pull',
      body: { model: name, stream: false },
      problem: (status, body) => {
        if (status === 200 && !body.includes('"error"')) return null
        if (/\b40[13]\b|unauthorized|denied/i.test(body) || status === 401 || status === 403) {
          return `Ollama may not have ${name}. It does not use tokens: add its key, ~/.ollama/id_ed25519.pub, to your Hugging Face account.`
        }
        return `Ollama could not fetch ${name} (status ${status}).`
      },
    }
  },
}
