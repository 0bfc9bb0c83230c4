import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Why a request is not answered, in OpenAI's terms. */
export interface Refusal {
  readonly status: ContentfulStatusCode
  readonly message: string
  readonly type: 'invalid_request_error' | 'server_error' | 'permission_error'
  readonly param: string | null
  readonly code: string | null
}

/** The body that OpenAI's clients turn into their error classes. */
export function refusalBody({ message, type, param, code }: Refusal): object {
  return { error: { message, type, param, code } }
}

/** Every refusal of the engine, by name. */
export const refusals = {
  notFound: (path: string): Refusal => ({
    ...invalid(`There is nothing at ${path}.`, null, 'not_found'),
    status: 404,
  }),
  methodNotAllowed: (method: string, allowed: string): Refusal => ({
    ...invalid(`${method} is not possible here; use ${allowed}.`, null, 'method_not_allowed'),
    status: 405,
  }),
  notJson: (): Refusal => ({
    ...invalid('The content type must be application/json.', null, 'unsupported_media_type'),
    status: 415,
  }),
  tooLarge: (bytes: number): Refusal => ({
    ...invalid(`The body is larger than ${bytes} bytes.`, null, 'request_too_large'),
    status: 413,
  }),
  badJson: (): Refusal => invalid('The body is not valid JSON.', null, 'invalid_json'),
  badValue: (param: string | null, detail: string): Refusal =>
    invalid(param === null ? detail : `${param}: ${detail}`, param, 'invalid_value'),
  unsupported: (param: string): Refusal =>
    invalid(`${param} is not supported by this engine.`, param, 'unsupported_parameter'),
  tooLong: (contextSize: number, param: string): Refusal =>
    invalid(
      `The prompt is too long: this model takes ${contextSize} tokens, prompt and answer together.`,
      param,
      'context_length_exceeded',
    ),
  notForThisModel: (): Refusal =>
    invalid(
      "This model's chat template does not take these messages.",
      'messages',
      'invalid_value',
    ),
  unknownModel: (id: string): Refusal => ({
    ...invalid(`The model ${id} is not served here.`, 'model', 'model_not_found'),
    status: 404,
  }),
  foreignHost: (): Refusal => ({
    status: 403,
    message: 'This server answers to programs on this machine only.',
    type: 'permission_error',
    param: null,
    code: 'foreign_origin',
  }),
  loading: (): Refusal => ({
    status: 503,
    message: 'The model is still loading.',
    type: 'server_error',
    param: null,
    code: 'model_loading',
  }),
  busy: (): Refusal => ({
    status: 503,
    message: 'Too many requests are waiting already.',
    type: 'server_error',
    param: null,
    code: 'server_busy',
  }),
  failed: (): Refusal => ({
    status: 500,
    message: "The engine could not answer; the server's log says more.",
    type: 'server_error',
    param: null,
    code: null,
  }),
} as const

function invalid(message: string, param: string | null, code: string): Refusal {
  return { status: 400, message, type: 'invalid_request_error', param, code }
}
