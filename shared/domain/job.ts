import { z } from 'zod'

/** A line on a wire or in a form: long enough for any real one. */
const text = (most: number) => z.string().max(most)
const named = (most: number) =>
  z
    .record(text(200), text(most))
    .refine((record) => Object.keys(record).length <= 200, 'At most 200 entries.')

/** Base64 of it has to fit into one argument of a Linux process, which is 128 KiB at most. */
export const maxScriptLength = 64 * 1024

/** The token of one of the user's accounts; null is the one in force. */
export const AccountSecretSchema = z.object({
  from: z.literal('account'),
  provider: z.enum(['huggingface', 'ngc']),
  account: text(100).nullable(),
})

/** Where a secret's value comes from. Its text is only put in when the job is submitted. */
const JobSecretSchema = z.discriminatedUnion('from', [
  AccountSecretSchema,
  /** As written by the user, for services that Hubkey keeps no token of. */
  z.object({ from: z.literal('text'), text: text(16 * 1024) }),
])
export type JobSecret = z.infer<typeof JobSecretSchema>

/** A script's text, and where a script lies in the network. */
export const scriptSources = [
  z.object({ kind: z.literal('text'), name: text(200), text: text(maxScriptLength) }),
  z.object({ kind: z.literal('url'), url: z.url({ protocol: /^https$/ }).max(2000) }),
] as const

/** A Python script, run by uv with what its header and `dependencies` name; its source apart. */
export const ScriptWorkSchema = z.object({
  kind: z.literal('script'),
  image: text(500).min(1),
  dependencies: z.array(text(300)).max(200),
  python: text(40).nullable(),
  arguments: z.array(text(4000)).max(500),
})

/** A command in an image of a registry or of a Space. */
export const CommandWorkSchema = z.object({
  kind: z.literal('command'),
  image: text(500).min(1),
  command: z.array(text(maxScriptLength)).min(1).max(500),
})

/** What a job does. */
const JobWorkSchema = z.discriminatedUnion('kind', [
  ScriptWorkSchema.extend({ source: z.discriminatedUnion('kind', scriptSources) }),
  CommandWorkSchema,
])
export type JobWork = z.infer<typeof JobWorkSchema>

/** Something of the Hub's that a job finds as a folder. */
export const JobVolumeSchema = z.object({
  type: z.enum(['bucket', 'model', 'dataset', 'space']),
  source: text(200).min(1),
  mountPath: text(500).regex(/^\/./, 'A volume is mounted at an absolute path.'),
  readOnly: z.boolean(),
})

/**
 * A job as a person describes it, before anything of it is sent. Names that the Hub would refuse are
 * let in on purpose: the preflight finds them and offers what to do.
 */
export const JobSpecSchema = z.object({
  work: JobWorkSchema,
  flavor: text(60).min(1),
  /** Null: the Hub's own limit of half an hour. */
  timeoutSeconds: z.number().int().positive().max(31_536_000).nullable(),
  environment: named(16 * 1024),
  secrets: z.record(text(200), JobSecretSchema),
  labels: named(500),
  /** A user or an organisation; null: whoever submits it. */
  namespace: text(100).nullable(),
  volumes: z.array(JobVolumeSchema).max(50),
  /** Ports that can be reached from outside, with a token. */
  ports: z.array(z.number().int().min(1).max(65535)).max(20),
})
export type JobSpec = z.infer<typeof JobSpecSchema>
