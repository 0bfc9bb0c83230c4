import type { CustomProvider } from './provider.ts'

/** A provider that many people have a key of, ready to be added. */
export type ProviderSuggestion = Omit<CustomProvider, 'id'>

function suggest(
  label: string,
  environment: string[],
  checkUrl: string | null = null,
): ProviderSuggestion {
  return { label, environment, checkUrl }
}

/**
 * Suggestions by the word one types for them. A check address is given only where a plain GET with
 * `Authorization: Bearer` tells a good key from a bad one: Anthropic and Google take keys in headers
 * of their own, Weights & Biases as a password, and OpenAI answers 403 to good keys of few rights.
 */
export const providerSuggestions: Readonly<Record<string, ProviderSuggestion>> = {
  anthropic: suggest('Anthropic', ['ANTHROPIC_API_KEY']),
  civitai: suggest('Civitai', ['CIVITAI_API_KEY', 'CIVITAI_API_TOKEN']),
  cohere: suggest('Cohere', ['COHERE_API_KEY', 'CO_API_KEY']),
  deepseek: suggest('DeepSeek', ['DEEPSEEK_API_KEY'], 'https://api.deepseek.com/models'),
  google: suggest('Google AI', ['GEMINI_API_KEY', 'GOOGLE_API_KEY']),
  groq: suggest('Groq', ['GROQ_API_KEY'], 'https://api.groq.com/openai/v1/models'),
  mistral: suggest('Mistral', ['MISTRAL_API_KEY'], 'https://api.mistral.ai/v1/models'),
  openai: suggest('OpenAI', ['OPENAI_API_KEY']),
  openrouter: suggest('OpenRouter', ['OPENROUTER_API_KEY'], 'https://openrouter.ai/api/v1/key'),
  replicate: suggest('Replicate', ['REPLICATE_API_TOKEN'], 'https://api.replicate.com/v1/account'),
  wandb: suggest('Weights & Biases', ['WANDB_API_KEY']),
}
