import { z } from 'zod'

/**
 * The user's own name for a stored token. It is part of a keyring entry (`<provider>:<name>`), hence
 * no colon; a word of the command line, hence no space and no leading dash.
 */
export const AccountNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][\w.@+-]{0,63}$/, 'Letters, digits and . _ @ + - only, 64 at most.')
