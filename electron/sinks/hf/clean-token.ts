/** A token from the environment or a file as huggingface_hub's `_clean_token` has it; empty: none. */
export function cleanToken(text: string): string {
  return text.replace(/[\r\n]/g, '').trim()
}
