/** Names of variables that no setting may carry into a server. Windows knows no case. */

/**
 * Variables by which a program loads code, or finds its programs, before its first own line runs.
 * `LD_LIBRARY_PATH` is none of them: CUDA and Nix do not work without it. Sources: ld.so(8), dyld(1),
 * and the manuals of the interpreters.
 */
const loaders = new Set([
  ...['NODE_OPTIONS', 'NODE_PATH', 'ELECTRON_RUN_AS_NODE', 'NODE_EXTRA_CA_CERTS'],
  ...['PYTHONSTARTUP', 'PYTHONPATH', 'PYTHONHOME', 'PYTHONINSPECT', 'PYTHONUSERBASE'],
  ...['PYTHONBREAKPOINT', 'PYTHONWARNINGS', 'PYTHONEXECUTABLE', 'PYTHONPLATLIBDIR'],
  ...['PERL5OPT', 'PERL5LIB', 'PERLLIB', 'RUBYOPT', 'RUBYLIB', 'LUA_INIT', 'PHPRC'],
  ...['JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'JDK_JAVA_OPTIONS', 'CLASSPATH'],
  ...['BASH_ENV', 'ENV', 'SHELLOPTS', 'BASHOPTS', 'PROMPT_COMMAND', 'IFS', 'PS4', 'CDPATH'],
  ...['GCONV_PATH', 'LOCPATH', 'NLSPATH', 'GLIBC_TUNABLES', 'HOSTALIASES', 'RESOLV_HOST_CONF'],
  ...['PATH', 'COMSPEC', 'PATHEXT', 'OPENSSL_CONF', 'OPENSSL_MODULES', 'OPENSSL_ENGINES'],
  ...['DOCKER_CONFIG', 'HF_TOKEN_PATH'],
])

/** True for a variable that could put foreign code into a program, or lead it to a foreign place. */
export function isLoaderName(name: string): boolean {
  const upper = name.toUpperCase()
  if (upper === 'LD_LIBRARY_PATH') return false
  return loaders.has(upper) || /^(?:LD|DYLD)_/.test(upper) || upper.startsWith('BASH_FUNC_')
}

/** True for a variable that is there to hold a credential, going by its name. */
export function isCredentialName(name: string): boolean {
  return /(?:^|_)(?:TOKEN|API_?KEY|ACCESS_KEY|SECRET|SECRET_KEY|PASSWORD|PASSWD|CREDENTIALS)$/i.test(
    name,
  )
}
