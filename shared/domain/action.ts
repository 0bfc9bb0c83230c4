import { z } from 'zod'
import { LinkSchema } from '../links.ts'
import { RepoIdSchema, RepoTypeSchema } from './repo.ts'

/** The one next step an error or a verdict offers; the UI draws it as a button. */
export const ActionSchema = z.object({
  /** The button's words; the CLI prints them after "Next:". */
  label: z.string(),
  does: z.discriminatedUnion('kind', [
    /** `browser`: the token was one of a log-in by the browser; `account` names it where it is known. */
    z.object({
      kind: z.literal('log-in'),
      by: z.literal('browser').optional(),
      account: z.string().optional(),
    }),
    z.object({ kind: z.literal('open-link'), link: LinkSchema }),
    z.object({ kind: z.literal('retry') }),
    z.object({ kind: z.literal('probe-keyring') }),
    z.object({ kind: z.literal('unlock-keyring') }),
    /** Move what lies in the file into the keyring. */
    z.object({ kind: z.literal('take-into-keyring') }),
    z.object({ kind: z.literal('rotate'), provider: z.string(), account: z.string() }),
    z.object({ kind: z.literal('use-account'), provider: z.string(), account: z.string() }),
    /** Without an account: the token that is in force. */
    z.object({
      kind: z.literal('verify'),
      provider: z.string(),
      account: z.string().optional(),
    }),
    /** Have the Hub asked again, gently, until it opens. */
    z.object({ kind: z.literal('watch'), type: RepoTypeSchema, repo: RepoIdSchema }),
    z.object({ kind: z.literal('sync-sink'), provider: z.string(), sink: z.string() }),
    z.object({ kind: z.literal('restart-run'), run: z.string() }),
    /** Take the other users' rights off the file that this notice is about. */
    z.object({ kind: z.literal('tighten-file'), notice: z.string() }),
    /** List the tokens of other tools anew, or take one of them over. */
    z.object({ kind: z.literal('find-foreign') }),
    z.object({ kind: z.literal('import-foreign'), token: z.string() }),
    z.object({ kind: z.literal('show-log') }),
    /** Agree that stored tokens are sent to the Hub in force. */
    z.object({ kind: z.literal('trust-endpoint') }),
    /** Something only the user can do outside of Hubkey; the label says what. */
    z.object({ kind: z.literal('advice') }),
  ]),
})
