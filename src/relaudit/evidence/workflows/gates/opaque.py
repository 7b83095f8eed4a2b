"""Actions whose file is not asked for: what runs them is JavaScript or a container, or it neither checks nor publishes anything."""

OWNERS = frozenset(("actions", "docker", "github"))
ACTIONS = frozenset((
    "astral-sh/setup-uv", "dtolnay/rust-toolchain", "swatinem/rust-cache", "taiki-e/install-action", "pnpm/action-setup", "oven-sh/setup-bun",
    "ruby/setup-ruby", "conda-incubator/setup-miniconda", "mamba-org/setup-micromamba", "prefix-dev/setup-pixi", "pdm-project/setup-pdm",
    "snok/install-poetry", "dart-lang/setup-dart", "denoland/setup-deno", "hashicorp/setup-terraform", "msys2/setup-msys2", "ilammy/msvc-dev-cmd",
    "arduino/setup-protoc", "mozilla-actions/sccache-action", "mlugg/setup-zig", "cachix/install-nix-action", "cachix/cachix-action",
    "jwlawson/actions-setup-cmake", "sigstore/cosign-installer", "step-security/harden-runner", "re-actors/alls-green", "dorny/paths-filter",
    "dessant/lock-threads", "dependabot/fetch-metadata", "marocchino/sticky-pull-request-comment", "benchmark-action/github-action-benchmark",
    "codspeedhq/action", "crazy-max/ghaction-import-gpg", "mxschmitt/action-tmate", "webfactory/ssh-agent", "8398a7/action-slack", "slackapi/slack-github-action",
    "rtcamp/action-slack-notify", "ko-build/setup-ko", "step-security/setup-ko", "imjasonh/setup-ko", "vmactions/freebsd-vm",
))  # fmt: skip
