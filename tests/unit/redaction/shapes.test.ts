import { describe, expect, it } from 'vitest'
import { Redactor } from '../../../electron/redaction/redactor.ts'

/** Searches with tables from the first byte on. */
const redactor = new Redactor(0)
const random = 'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3h'

describe('a credential that nobody registered', () => {
  it.each([
    ['a user token', `token hf_${random}`, 'token [secret]'],
    ['a token of letters only', `hf_${'Qwertyuiop'.repeat(4).slice(0, 34)}!`, '[secret]!'],
    ['a token cut short', `hf_${random.slice(0, 12)}…`, '[secret]…'],
    ['an OAuth token', `hf_oauth_eyJhbGciOi.eyJzdWIiOi.c2lnbmF0-_x`, '[secret]'],
    ['a JWT', `id eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVPmB92K27u`, 'id [secret]'],
    ['a signed token', `hf_jwt_eyJhbGciOi.eyJzdWIiOi.c2lnbmF0`, '[secret]'],
    ['an organisation token', `api_org_${random}`, '[secret]'],
    ['an NGC key', `'nvapi-${random}-_${random}'`, "'[secret]'"],
    ['a bearer header', 'Authorization: Bearer abcdefgh.ij', 'Authorization: Bearer [secret]'],
    ['a lower-case header', 'authorization: bearer abcdefgh', 'authorization: bearer [secret]'],
    [
      'a header in JSON',
      '{"Authorization": "Bearer abcdefgh"}',
      '{"Authorization": "Bearer [secret]"}',
    ],
    ['a basic header', 'Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic [secret]'],
    ['a bare header', `Authorization: ${random}`, 'Authorization: [secret]'],
    [
      'a password in a URL',
      'git clone https://me:pass@hf.co/x',
      'git clone https://me:[secret]@hf.co/x',
    ],
    ['a token in a URL', `https://${random}@hf.co`, 'https://[secret]@hf.co'],
    ['a signed URL', 'x?X-Amz-Signature=0a1b2c3d4e&y', 'x?X-Amz-Signature=[secret]&y'],
    [
      'CloudFront parts',
      '?Policy=eyJTdGF0ZW&Signature=abc~def-ghi&Key-Pair-Id=K2FPYV99',
      '?Policy=[secret]&Signature=[secret]&Key-Pair-Id=[secret]',
    ],
    ['a refresh token', `{"refresh_token":"${random}"}`, '{"refresh_token":"[secret]"}'],
    ['an environment dump', `NGC_API_KEY=${random}`, 'NGC_API_KEY=[secret]'],
    ['a GitHub token', `ghp_${random}`, '[secret]'],
    ['an AWS key', `AKIA${'ABCD1234'.repeat(2)}`, '[secret]'],
  ])('%s is masked', (_, text, shown) => {
    expect(redactor.redact(text)).toBe(shown)
  })

  it('is masked alike byte by byte', () => {
    const text = `a hf_${random} b Authorization: Bearer ${random}\nhttps://u:${random}@h ?Signature=${random}`
    const stream = redactor.stream()
    const parts = [...Buffer.from(text)].map((byte) => stream.push(Buffer.from([byte])))
    expect(Buffer.concat([...parts, stream.flush()]).toString()).toBe(redactor.redact(text))
  })

  it('is still decided when it is longer than any credential', () => {
    const stream = redactor.stream()
    let shown = 0
    for (let round = 0; round < 20; round += 1) {
      shown += stream.push(Buffer.from(`${round === 0 ? 'hf_' : ''}${'x'.repeat(2000)}`)).length
    }
    expect(shown + stream.flush().length).toBeGreaterThan(0)
  })
})

/** Lines as real servers print them; none of them holds a secret. */
const serverLines = [
  'INFO 11-22 10:03:12 [config.py:823] hf_config=LlamaConfig, hf_text_config=None, hf_overrides={}',
  'from huggingface_hub import hf_hub_download, snapshot_download',
  'hf_hub_download(repo_id="meta-llama/Llama-3.2-1B", filename="model.safetensors")',
  'hf_transfer is enabled (HF_HUB_ENABLE_HF_TRANSFER=1); hf_xet 1.1.5',
  'hf_oauth: true, hf_oauth_scopes, hf_oauth_expiration_minutes: 480',
  'hf_token=None, trust_remote_code=False, download_dir=None, load_format=auto',
  'HF_TOKEN is not set; HF_TOKEN_PATH=/home/me/.cache/huggingface/token',
  'api_org_membership and api_org_settings_page',
  'GET https://huggingface.co/api/models/meta-llama/Llama-3.2-1B?blobs=true HTTP/1.1 200',
  'INFO: Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)',
  'ssh://git@github.com:22/x.git and git@hf.co:me/model.git',
  'WWW-Authenticate: Bearer realm="Authentication required"',
  'Authorization: required but missing',
  'Bearer authentication is not configured; Basic authentication is off',
  'llama_model_loader: - kv  12: tokenizer.ggml.tokens arr[str,128256] = ["!", "\\"", "#"]',
  'load_tensors: offloaded 29/29 layers to GPU, CUDA0 model buffer size = 1918.35 MiB',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 blob',
  'task-proj-4 task-ant-farm risk-or-v1-reward desk-admin-panel',
  'Signature: def forward(self, x); Policy: least recently used; sig=9 received',
  'max_tokens=512 completion_tokens=12 access_token=None refresh_token: null',
  'model weights took 2.32GB; Avg prompt throughput: 0.0 tokens/s, KV cache usage: 0.0%',
  '2026-11-22T10:00:00.123Z 4f8a1c2e-9b7d-4f3e-8a21-0c5d9e7b6a11 request finished in 12.3 ms',
  'eyJust a word. eyJoker? {"a":"eyJ"}',
  'token["refresh_token"] = self.refresh_token_generator(request)',
  'client_secret: TranscriptionSession.ClientSecret, access_token=settings.access_token',
  'headers["Authorization"] = self.build_digest_header(request)',
  '[00:01<00:00, 2.31it/s] 100%|██████████| 4/4',
]

describe('over-masking', () => {
  it.each(serverLines)('leaves alone: %s', (line) => {
    const guarded = new Redactor()
    guarded.guard(`hf_${random}`)
    guarded.guard(`nvapi-${random}${random}`)
    expect(guarded.redact(line)).toBe(line)
  })

  it('masks nothing in 50 MB of server output', () => {
    const guarded = new Redactor()
    guarded.guard(`hf_${random}`)
    const block = Buffer.from(`${serverLines.join('\n')}\n`.repeat(1000))
    const stream = guarded.stream()
    for (let bytes = 0; bytes < 50 * 1024 * 1024; bytes += block.length) {
      expect(block.equals(stream.push(block))).toBe(true)
    }
  })
})
