# A Home Manager module: git, git-lfs and hf work without a prompt in every session, Plasma or Niri.
#
#   imports = [ ./home-manager.nix ];
#   programs.hubkey = {
#     enable = true;
#     tokenFile = "${config.home.homeDirectory}/nixtars/secrets/huggingface.token";
#   };
#
# The file is read when the configuration is activated, and again at each log-in: then the keyring is
# there. A changed token is a rotation that reaches every copy. Nothing of it gets into the Nix store:
# give the path as a string, never as a path literal.
{ config, lib, pkgs, ... }:

let
  cfg = config.programs.hubkey;
  command = lib.escapeShellArgs (
    [ "${cfg.package}/bin/hubkey" "seed" "--provider" cfg.provider "--name" cfg.account ]
    ++ lib.optionals (cfg.sinks != [ ]) [ "--sinks" (lib.concatStringsSep "," cfg.sinks) ]
    ++ lib.optionals (cfg.as != null) [ "--as" cfg.as ]
    ++ lib.optional cfg.gitLfs "--git-lfs"
    ++ (
      if cfg.tokenCommand == [ ] then
        [ "--from-file" cfg.tokenFile ]
      else
        [ "--from-command" "--" ] ++ cfg.tokenCommand
    )
  );
in
{
  options.programs.hubkey = {
    enable = lib.mkEnableOption "tokens of Hugging Face and NVIDIA, put in place by Hubkey";
    package = lib.mkOption {
      type = lib.types.package;
      default = pkgs.hubkey;
      defaultText = lib.literalExpression "pkgs.hubkey";
      description = "Hubkey's package.";
    };
    provider = lib.mkOption {
      type = lib.types.str;
      default = "huggingface";
      description = "Whose token it is.";
    };
    account = lib.mkOption {
      type = lib.types.str;
      default = "default";
      description = "Hubkey's own name of the token.";
    };
    tokenFile = lib.mkOption {
      type = lib.types.str;
      default = "";
      description = "Where the token lies, as one line; a string, so that it is not copied into the store.";
    };
    tokenCommand = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
      example = [ "age" "-d" "-i" "/home/ada/.age/key" "/home/ada/secrets/hf.age" ];
      description = "A command that prints the token, instead of a file.";
    };
    sinks = lib.mkOption {
      type = lib.types.listOf (lib.types.enum [ "hf" "git" "docker" ]);
      default = [ "hf" "git" ];
      description = "The tools that are to have it.";
    };
    as = lib.mkOption {
      type = lib.types.nullOr (lib.types.enum [ "copy" "helper" ]);
      default = null;
      description = "Copy it there, or have the tools ask Hubkey; as each one can when null.";
    };
    gitLfs = lib.mkOption {
      type = lib.types.bool;
      default = true;
      description = "Have git fetch large files, too.";
    };
  };

  config = lib.mkIf cfg.enable {
    assertions = [
      {
        assertion = (cfg.tokenFile == "") != (cfg.tokenCommand == [ ]);
        message = "programs.hubkey: give either tokenFile or tokenCommand.";
      }
    ];
    home.packages = [ cfg.package pkgs.git-lfs ];
    # A token that is not there yet must not stop the rebuild.
    home.activation.hubkeySeed = lib.hm.dag.entryAfter [ "writeBoundary" "installPackages" ] ''
      run ${command} || echo "hubkey: the token was not put in place; see above" >&2
    '';
    systemd.user.services.hubkey-seed = {
      Unit.Description = "Put the token in place";
      Service = {
        Type = "oneshot";
        RemainAfterExit = true;
        ExecStart = command;
        Environment = [ "GIT_TERMINAL_PROMPT=0" ];
        UMask = "0077";
      };
      Install.WantedBy = [ "default.target" ];
    };
  };
}
