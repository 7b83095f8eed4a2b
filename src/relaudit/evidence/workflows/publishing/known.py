"""The commands and actions that relaudit knows to publish."""

from collections.abc import Mapping

from relaudit.core.record import replace
from relaudit.evidence.workflows.publishing.table import (
    CHECKOUT,
    CONFIG,
    OIDC,
    OIDC_WHERE_ALLOWED,
    TOKEN,
    Publisher,
    PublishTable,
)

_TWINE = Publisher(
    target="pypi", index=("-r", "--repository", "--repository-url", "TWINE_REPOSITORY_URL", "TWINE_REPOSITORY"),
    token=("-p", "--password", "TWINE_PASSWORD", "TWINE_PASSWORD_FILE"), told_by=(".pypirc",), without=OIDC_WHERE_ALLOWED, unless=("--help",),
)  # fmt: skip
_UV = Publisher(
    target="pypi", index=("--publish-url", "--index", "UV_PUBLISH_URL", "UV_PUBLISH_INDEX"), settings=("pyproject.toml#tool.uv.publish-url",),
    token=("-t", "--token", "-p", "--password", "UV_PUBLISH_TOKEN", "UV_PUBLISH_PASSWORD"), without=OIDC_WHERE_ALLOWED, unless=("--dry-run",),
)  # fmt: skip
_MATURIN = Publisher(
    target="pypi", index=("-r", "--repository", "--repository-url", "MATURIN_REPOSITORY", "MATURIN_REPOSITORY_URL"),
    token=("-p", "--password", "MATURIN_PYPI_TOKEN", "MATURIN_PASSWORD"), without=OIDC_WHERE_ALLOWED,
)  # fmt: skip
_POETRY = Publisher(
    target="pypi", index=("-r", "--repository"), token=("-p", "--password", "POETRY_PYPI_TOKEN_PYPI", "POETRY_HTTP_BASIC_PYPI_PASSWORD"),
    told_by=("poetry config pypi-token", "poetry config http-basic"), unless=("--dry-run",),
)  # fmt: skip
_NPM = Publisher(
    target="npm", index=("--registry", "NPM_CONFIG_REGISTRY"),
    settings=("package.json#publishConfig.registry", "actions/setup-node#registry-url", ".npmrc#registry"), token=("NODE_AUTH_TOKEN", "NPM_TOKEN", "NPM_CONFIG_TOKEN", "YARN_NPM_AUTH_TOKEN"),
    told_by=("_authToken",), without=OIDC_WHERE_ALLOWED, unless=("--dry-run",),
)  # fmt: skip
_CARGO = Publisher(
    target="crates", index=("--registry", "--index"), token=("--token", "CARGO_REGISTRY_TOKEN"), told_by=("cargo login",),
    unless=("--dry-run", "-n"),
)  # fmt: skip
_IMAGE = Publisher(
    images=("*",),
    told_by=("docker login", "podman login", "skopeo login", "crane auth login", "helm registry login"),
)
_COPY = replace(_IMAGE, images=("$",))
_KO = replace(_IMAGE, images=("KO_DOCKER_REPO",), unless=("--push=false", "--local"))
_BUILD = replace(_IMAGE, images=("-t", "--tag"), asks=("--push",))
_GH = Publisher(target="github-release", token=("GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN"))
_NUGET = Publisher(
    target="other:nuget",
    index=("-s", "--source", "-Source"),
    token=("-k", "--api-key", "-ApiKey", "NUGET_AUTH_TOKEN"),
)
_PAGES = Publisher(target="pages", without=TOKEN)

COMMANDS: Mapping[str, Publisher] = {
    "twine upload": _TWINE,
    "uv publish": _UV,
    "hatch publish": Publisher(
        target="pypi", index=("-r", "--repo", "HATCH_INDEX_REPO"), token=("-a", "--auth", "HATCH_INDEX_AUTH")
    ),
    "flit publish": Publisher(target="pypi", index=("--repository", "FLIT_INDEX_URL"), token=("FLIT_PASSWORD",)),
    "pdm publish": Publisher(
        target="pypi", index=("-r", "--repository", "PDM_PUBLISH_REPO"),
        settings=("pyproject.toml#tool.pdm.publish.repository",), token=("-P", "--password", "PDM_PUBLISH_PASSWORD"),
        without=OIDC_WHERE_ALLOWED,
    ),
    "poetry publish": _POETRY,
    "maturin publish": _MATURIN,
    "maturin upload": _MATURIN,
    "setup.py upload": Publisher(target="pypi", told_by=(".pypirc",)),
    "rye publish": Publisher(target="pypi", index=("-r", "--repository-url", "--repository"), token=("--token",)),
    "npm publish": _NPM, "pnpm publish": _NPM, "yarn publish": _NPM, "yarn npm publish": _NPM, "bun publish": _NPM, "lerna publish": _NPM,
    "changeset publish": _NPM, "jsr publish": replace(_NPM, target="other:jsr"), "cargo publish": _CARGO, "cargo release publish": _CARGO,
    "cargo workspaces publish": _CARGO,
    "docker push": _IMAGE, "docker image push": _IMAGE, "podman push": _COPY, "buildah push": _COPY, "skopeo copy": _COPY, "crane push": _COPY,
    "crane copy": _COPY, "crane tag": _IMAGE, "helm push": _COPY, "oras push": _IMAGE, "docker manifest push": _IMAGE, "regctl image copy": _COPY,
    "docker buildx imagetools create": replace(_IMAGE, images=("-t", "--tag"), unless=("--dry-run",)),
    "docker buildx build": _BUILD, "docker build": _BUILD, "docker buildx bake": replace(_BUILD, images=("--set",)),
    "ko build": _KO, "ko publish": _KO,
    "gh release create": _GH, "gh release upload": _GH, "gh release edit": _GH, "hub release create": _GH,
    "goreleaser release": Publisher(target=CONFIG, token=("GITHUB_TOKEN",), unless=("--snapshot", "--skip=publish", "--skip-publish")),
    "semantic-release": Publisher(target=CONFIG, token=("GITHUB_TOKEN", "GH_TOKEN"), unless=("--dry-run", "-d", "--noop", "--print")),
    "git push": Publisher(target="tag", told_by=("remote set-url", "remote add", "x-access-token"), without=CHECKOUT, unless=("--dry-run", "-n", "--delete", "-d")),
    "mkdocs gh-deploy": _PAGES, "mike deploy": replace(_PAGES, asks=("--push",)), "ghp-import": replace(_PAGES, asks=("-p",)),
    "netlify deploy": Publisher(target="other:netlify", token=("--auth", "NETLIFY_AUTH_TOKEN")),
    "wrangler pages deploy": Publisher(target="pages", token=("CLOUDFLARE_API_TOKEN",)),
    "dotnet nuget push": _NUGET, "nuget push": _NUGET,
    "mix hex.publish": Publisher(target="other:hex", token=("HEX_API_KEY",), unless=("--dry-run",)),
    "deno publish": replace(_NPM, target="other:jsr"),
    "gem push": Publisher(target="other:rubygems", token=("GEM_HOST_API_KEY",)),
    "vsce publish": Publisher(target="other:vscode-marketplace", token=("-p", "--pat", "VSCE_PAT")),
    "ovsx publish": Publisher(target="other:open-vsx", token=("-p", "--pat", "OVSX_PAT")),
    "anaconda upload": Publisher(target="other:anaconda", token=("-t", "--token", "ANACONDA_API_TOKEN")),
    "snapcraft upload": Publisher(target="other:snapcraft", token=("SNAPCRAFT_STORE_CREDENTIALS",)),
}  # fmt: skip

_UPLOADER = Publisher(
    target="pypi", index=("repository-url", "repository_url"), token=("password",), without=OIDC
)
_RELEASE = Publisher(target="github-release", token=("token", "repo_token", "repo-token", "github_token", "GITHUB_TOKEN"), without=TOKEN)  # fmt: skip
_BUILD_PUSH = Publisher(images=("tags", "outputs"), asks=("push", "outputs~push=true"))
_BREW = Publisher(target="other:homebrew", token=("token", "COMMITTER_TOKEN", "GITHUB_TOKEN"))

ACTIONS: Mapping[str, Publisher] = {
    "pypa/gh-action-pypi-publish": _UPLOADER,
    "pyo3/maturin-action": replace(_MATURIN, asks=("command~publish", "command~upload")),
    "js-devtools/npm-publish": Publisher(target="npm", index=("registry",), token=("token",), without=OIDC_WHERE_ALLOWED, unless=("dry-run",)),
    "changesets/action": replace(_NPM, asks=("publish",)),
    "katyo/publish-crates": Publisher(target="crates", token=("registry-token", "CARGO_REGISTRY_TOKEN"), unless=("dry-run",)),
    "docker/build-push-action": _BUILD_PUSH,
    "docker/bake-action": replace(_BUILD_PUSH, images=("set",)),
    "redhat-actions/push-to-registry": Publisher(images=("registry",), token=("password",)),
    "softprops/action-gh-release": _RELEASE, "ncipollo/release-action": _RELEASE, "actions/create-release": _RELEASE,
    "actions/upload-release-asset": _RELEASE, "svenstaro/upload-release-action": _RELEASE, "marvinpinto/action-automatic-releases": _RELEASE,
    "crazy-max/ghaction-github-release": _RELEASE, "anton-yurchenko/git-release": _RELEASE, "release-drafter/release-drafter": _RELEASE,
    "actionsdesk/semver": _RELEASE, "btnguyen2k/action-semrelease": _RELEASE,
    "taiki-e/create-gh-release-action": _RELEASE, "taiki-e/upload-rust-binary-action": _RELEASE, "alexellis/upload-assets": _RELEASE,
    "python-semantic-release/publish-action": _RELEASE, "python-semantic-release/upload-to-gh-release": _RELEASE, "elgohr/github-release-action": _RELEASE,
    "googleapis/release-please-action": _RELEASE, "google-github-actions/release-please-action": _RELEASE, "shogo82148/actions-upload-release-asset": _RELEASE,
    "goreleaser/goreleaser-action": Publisher(target=CONFIG, token=("GITHUB_TOKEN",), asks=("args~release",), unless=("args~--snapshot", "args~--skip=publish")),
    "cycjimmy/semantic-release-action": Publisher(target=CONFIG, token=("GITHUB_TOKEN", "GH_TOKEN"), unless=("dry_run",)),
    "python-semantic-release/python-semantic-release": Publisher(target=CONFIG, token=("github_token", "GITHUB_TOKEN"), unless=("no_operation_mode",)),
    "actions/deploy-pages": Publisher(target="pages", token=("token",), without=TOKEN),
    "peaceiris/actions-gh-pages": Publisher(target="pages", token=("github_token", "personal_token", "deploy_key"), without=TOKEN),
    "jamesives/github-pages-deploy-action": Publisher(target="pages", token=("token", "ssh-key"), without=TOKEN),
    "helm/chart-releaser-action": replace(_RELEASE, token=("CR_TOKEN",)),
    "rickstaa/action-create-tag": Publisher(target="tag", token=("github_token",), without=TOKEN),
    "mathieudutour/github-tag-action": Publisher(target="tag", token=("github_token",), without=TOKEN, unless=("dry_run",)),
    "anothrnick/github-tag-action": Publisher(target="tag", token=("GITHUB_TOKEN",), without=TOKEN, unless=("DRY_RUN",)),
    "dawidd6/action-homebrew-bump-formula": _BREW, "mislav/bump-homebrew-formula-action": _BREW, "macauley/action-homebrew-bump-cask": _BREW,
    "vedantmgoyal9/winget-releaser": Publisher(target="other:winget", token=("token",)),
    "vedantmgoyal2009/winget-releaser": Publisher(target="other:winget", token=("token",)),
    "ksxgithub/github-actions-deploy-aur": Publisher(target="other:aur", token=("ssh_private_key",)),
    "cloudflare/wrangler-action": Publisher(target="pages", token=("apiToken",), asks=("command~pages deploy", "command~pages publish")),
    "rossjrw/pr-preview-action": Publisher(target="pages", token=("token",), without=TOKEN),
    "cloudflare/pages-action": Publisher(target="pages", token=("apiToken",)),
    "nwtgck/actions-netlify": Publisher(target="other:netlify", token=("NETLIFY_AUTH_TOKEN",)),
    "rubygems/release-gem": Publisher(target="other:rubygems", without=OIDC),
}  # fmt: skip
CALLS: Mapping[str, Publisher] = {
    name: Publisher(target=target, token=("github-token",), without=TOKEN)
    for name, target in (("createRelease", "github-release"), ("uploadReleaseAsset", "github-release"), ("updateRelease", "github-release"), ("createRef", "tag"))
}  # fmt: skip
EXCHANGES = frozenset(("rust-lang/crates-io-auth-action",))
PUBLISHERS = PublishTable(COMMANDS, ACTIONS, CALLS, EXCHANGES)
