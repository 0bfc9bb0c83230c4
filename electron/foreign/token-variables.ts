import type { ProviderId } from '../../shared/domain/provider.ts'

/**
 * Environment variables under which tools keep a token in a file, in the order in which they are
 * listed. More than the official tools read: these are names that people's `.env` files hold.
 */
export const tokenVariables: Readonly<Record<string, ProviderId>> = {
  HF_TOKEN: 'huggingface',
  HUGGING_FACE_HUB_TOKEN: 'huggingface',
  HUGGINGFACE_HUB_TOKEN: 'huggingface',
  HUGGINGFACEHUB_API_TOKEN: 'huggingface',
  HUGGINGFACE_API_TOKEN: 'huggingface',
  HUGGINGFACE_API_KEY: 'huggingface',
  HUGGINGFACE_TOKEN: 'huggingface',
  HF_API_TOKEN: 'huggingface',
  HF_API_KEY: 'huggingface',
  NGC_API_KEY: 'ngc',
  NGC_CLI_API_KEY: 'ngc',
  NIM_NGC_API_KEY: 'ngc',
  NVIDIA_API_KEY: 'ngc',
  NVIDIA_NIM_API_KEY: 'ngc',
}

/** True for text that stands where a token could and plainly is none: empty, a reference, a blank. */
export function isPlaceholder(text: string): boolean {
  const value = text.trim()
  return value === '' || /^(?:\$[{(\w]|op:\/\/|<.*>$|no-apikey$)/.test(value)
}
