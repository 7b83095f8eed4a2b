"""What is published, to where, with what: by the command or the action and what it is told."""

from pathlib import Path

import pytest

from asked import found, told

STEP = """\
on: release
env:
  FROM_WORKFLOW: ${{{{ secrets.OF_WORKFLOW }}}}
jobs:
  publish:
    runs-on: ubuntu-latest
    permissions: {permissions}
    steps:
      - {step}
"""


def indented(text: str) -> str:
    return "".join(f"          {line}\n" for line in text.splitlines())


def of(folder: Path, step: str, permissions: str = "{}") -> list[str]:
    lines = told(folder, {"publish.yml": STEP.format(step=step, permissions=permissions)})
    return [line.partition(": ")[2].removesuffix(", yes") for line in lines]


@pytest.mark.parametrize(
    ("step", "wanted"),
    [
        ("run: twine upload dist/*", "pypi by twine upload with other"),
        ("run: twine upload -p ${{ secrets.T }} dist/*", "pypi by twine upload with secret:T"),
        ("{run: twine upload dist/*, env: {TWINE_PASSWORD: '${{ secrets.T }}'}}", "pypi by twine upload with secret:T"),
        ("{run: twine upload -p $P dist/*, env: {P: '${{ secrets.T }}'}}", "pypi by twine upload with secret:T"),
        ("run: twine upload -p $FROM_WORKFLOW dist/*", "pypi by twine upload with secret:OF_WORKFLOW"),
        ("run: twine upload -r testpypi dist/*", "testpypi by twine upload with other"),
        ("run: twine upload --repository-url=https://pypi.acme.example/simple dist/*", "other:pypi.acme.example by twine upload with other"),
        ("{run: uv publish, env: {UV_PUBLISH_INDEX: testpypi}}", "testpypi by uv publish with other"),
        ("run: python -m twine upload dist/*", "pypi by twine upload with other"),
        ("run: poetry config pypi-token.pypi ${{ secrets.T }} && poetry publish", "pypi by poetry publish with secret:T"),
        ("uses: pypa/gh-action-pypi-publish@release/v1", "pypi by pypa/gh-action-pypi-publish with oidc"),
        ("{uses: pypa/gh-action-pypi-publish@release/v1, with: {password: '${{ secrets.T || secrets.U }}'}}", "pypi by pypa/gh-action-pypi-publish with secret:T"),
        ("run: npm publish", "npm by npm publish with other"),
        ("{run: cargo publish, env: {CARGO_REGISTRY_TOKEN: '${{ secrets.C }}'}}", "crates by cargo publish with secret:C"),
        ("{run: gh release create v1, env: {GH_TOKEN: '${{ github.token }}'}}", "github-release by gh release create with github-token"),
        ("uses: softprops/action-gh-release@v2", "github-release by softprops/action-gh-release with github-token"),
        ("{uses: softprops/action-gh-release@v2, with: {token: '${{ secrets.BOT }}'}}", "github-release by softprops/action-gh-release with secret:BOT"),
        ("{uses: actions/github-script@v7, with: {script: 'await github.rest.repos.createRelease({})'}}", "github-release by createRelease with github-token, maybe"),
        ("run: git push --tags", "tag by git push with github-token"),
        ("run: git push origin refs/tags/v1", "tag by git push with github-token"),
        ("run: docker push ghcr.io/acme/ferry", "ghcr by docker push with other"),
        ("run: docker push acme/ferry", "dockerhub by docker push with other"),
        ("run: docker push registry.acme.example:5000/ferry", "other:registry.acme.example:5000 by docker push with other"),
        ("run: echo ${{ secrets.D }} | docker login -u me --password-stdin && docker push acme/ferry", "dockerhub by docker push with secret:D"),
        ("run: twine upload -rtestpypi dist/*", "testpypi by twine upload with other"),
        ("run: twine upload '--repository=testpypi' dist/*", "testpypi by twine upload with other"),
        ("run: npm publish --dry-run=false", "npm by npm publish with other"),
        ("run: npm publish ${{ vars.X && '--dry-run' || '' }}", "npm by npm publish with other, maybe"),
        ("run: sudo docker push --platform linux/amd64 ghcr.io/acme/ferry", "ghcr by docker push with other"),
        ("run: docker buildx bake --push", "other:image by docker buildx bake with other"),
        ("run: git push origin v$VERSION", "tag by git push with github-token, maybe"),
        ('{run: git push origin "$GITHUB_REF_NAME"}', "tag by git push with github-token"),
        ("{run: npm publish, env: {NPM_TOKEN: '${{ github.token || secrets.PAT }}'}}", "npm by npm publish with github-token"),
        ("run: echo ${{ secrets.HUB }} | docker login -u me; echo ${{ secrets.GH }} | docker login ghcr.io -u me; docker push ghcr.io/a/b", "ghcr by docker push with secret:GH"),
        ("run: helm push ferry-1.2.0.tgz oci://ghcr.io/acme/charts", "ghcr by helm push with other"),
        ("run: skopeo copy oci:built docker://ghcr.io/acme/ferry:1", "ghcr by skopeo copy with other"),
        ("{run: 'docker push $IMAGE', env: {IMAGE: 'ghcr.io/${{ github.repository }}'}}", "ghcr by docker push with other"),
        ("run: docker buildx build --push -t ghcr.io/acme/ferry:1 .", "ghcr by docker buildx build with other"),
        ("{uses: docker/build-push-action@v6, with: {push: true, tags: 'ghcr.io/acme/ferry:1'}}", "ghcr by docker/build-push-action with other"),
        ("{uses: docker/build-push-action@v6, with: {outputs: 'type=image,name=ghcr.io/acme/ferry,push=true'}}", "ghcr by docker/build-push-action with other"),
        ("uses: actions/deploy-pages@v4", "pages by actions/deploy-pages with github-token"),
        ("{uses: nick-fields/retry@v3, with: {command: twine upload dist/*}}", "pypi by twine upload with other"),
    ],
)  # fmt: skip
def test_a_step_publishes(tmp_path: Path, step: str, wanted: str) -> None:
    assert of(tmp_path, step) == [wanted]


@pytest.mark.parametrize(
    "step",
    [
        "run: twine check dist/*", "run: uv publish --dry-run", "run: npm publish --dry-run", "run: git push", "run: git push origin main",
        "run: docker buildx build --push=false -t ghcr.io/a/b .", "run: git push -n origin v1.2.3", "run: semantic-release version --print",
        "run: git push origin --delete v1", "run: git push origin HEAD:${{ github.ref_name }}", "{run: ko build --push=false, env: {KO_DOCKER_REPO: ghcr.io/acme/ferry}}", "run: docker build -t ghcr.io/acme/ferry .", "run: echo twine upload", "run: semantic-release --noop",
        "{uses: docker/build-push-action@v6, with: {push: false, tags: 'ghcr.io/acme/ferry:1'}}",
        "{uses: docker/build-push-action@v6, with: {tags: 'ghcr.io/acme/ferry:1'}}",
        "{uses: goreleaser/goreleaser-action@v6, with: {args: build --snapshot}}",
        "{uses: goreleaser/goreleaser-action@v6, with: {args: release --snapshot --clean}}",
        "{run: twine upload dist/*, if: github.event_name == 'push'}",
    ],
)  # fmt: skip
def test_a_step_publishes_nothing(tmp_path: Path, step: str) -> None:
    assert of(tmp_path, step) == []


def test_trusted_publishing_is_what_a_tool_falls_back_to_where_the_job_may(tmp_path: Path) -> None:
    assert of(tmp_path, "run: uv publish", "{id-token: write}") == ["pypi by uv publish with oidc"]


def test_a_credential_is_followed_through_actions_and_called_workflows(tmp_path: Path) -> None:
    files = {
        "release.yml": """\
            on: {push: {tags: ['v*']}}
            jobs:
              release:
                uses: ./.github/workflows/publish.yml
                with: {index: testpypi}
                secrets: {upload: '${{ secrets.OUTER }}'}
            """,
        "publish.yml": """\
            on:
              workflow_call:
                inputs: {index: {type: string}}
            jobs:
              publish:
                environment: {name: '${{ inputs.index }}'}
                runs-on: ubuntu-latest
                steps:
                  - uses: ./upload
                    with: {token: '${{ secrets.upload }}', index: '${{ inputs.index }}'}
            """,
        "upload/action.yml": """\
            inputs: {token: {required: true}, index: {default: pypi}}
            runs:
              using: composite
              steps:
                - run: twine upload -r ${{ inputs.index }} dist/*
                  shell: bash
                  env: {TWINE_PASSWORD: '${{ inputs.token }}'}
            """,
    }

    assert told(tmp_path, files) == [
        "push refs/tags/v*: testpypi by twine upload with secret:OUTER in testpypi, yes"
    ]


def test_a_secret_that_is_handed_on_twice_is_the_first_one(tmp_path: Path) -> None:
    called = "on: workflow_call\njobs:\n  {job}\n"
    files = {
        "top.yml": "on: release\njobs:\n  a:\n    uses: ./.github/workflows/mid.yml\n    secrets: {pypi: '${{ secrets.REAL }}'}\n",
        "mid.yml": called.format(job="b: {uses: ./.github/workflows/leaf.yml, secrets: inherit}"),
        "leaf.yml": called.format(
            job="c: {runs-on: x, steps: [{run: 'twine upload -p ${{ secrets.PYPI }} dist/*'}]}"
        ),
    }

    assert told(tmp_path, files) == ["release refs/tags/*: pypi by twine upload with secret:REAL, yes"]


def test_the_environment_is_that_of_the_job_whatever_an_action_is_given(tmp_path: Path) -> None:
    files = {
        "top.yml": "on: release\njobs:\n  a:\n    uses: ./.github/workflows/up.yml\n    with: {environment: pypi}\n",
        "up.yml": """\
            on: {workflow_call: {inputs: {environment: {type: string}}}}
            jobs:
              b:
                runs-on: x
                environment: ${{ inputs.environment }}
                steps: [{uses: ./act}]
            """,
        "act/action.yml": """\
            inputs: {environment: {default: none}}
            runs: {using: composite, steps: [{run: twine upload dist/*, shell: bash}]}
            """,
    }

    assert told(tmp_path, files) == ["release refs/tags/*: pypi by twine upload with other in pypi, yes"]


@pytest.mark.parametrize(
    "files",
    [
        {"a.yml": "on: release\njobs:\n  a: {runs-on: x, steps: [{run: twine upload x, env: {TWINE_PASSWORD: '$TWINE_PASSWORD $TWINE_PASSWORD $TWINE_PASSWORD $A $A', A: '$TWINE_PASSWORD $A'}}]}\n"},
        {"a.yml": "on: release\njobs:\n  a: {runs-on: x, steps: [{uses: ./act}]}\n", "act/action.yml": "runs: {using: composite, steps: [" + "{uses: ./act}, " * 6 + "{run: twine upload x, shell: bash}]}\n"},
        {"a.yml": "on: [release, workflow_call]\njobs:\n" + "".join(f"  j{n}: {{uses: ./.github/workflows/a.yml}}\n" for n in range(5)) + "  p: {runs-on: x, steps: [{run: twine upload x}]}\n"},
        {"a.yml": "on: release\njobs:\n" + "".join(f"  j{n}: {{needs: [j{n + 1}], runs-on: x, steps: [{{run: 'true'}}]}}\n" for n in range(400)) + "  j400: {runs-on: x, steps: [{run: twine upload x}]}\n"},
        {"a.yml": "on: release\njobs:\n  a: {uses: ./.github/workflows/b.yml, permissions: {contents: admin}}\n", "b.yml": "on: workflow_call\njobs:\n  p: {permissions: {contents: owner}, runs-on: x, steps: [{run: twine upload x}]}\n"},
    ],
)  # fmt: skip
def test_what_goes_in_circles_or_on_for_long_ends(tmp_path: Path, files: dict[str, str]) -> None:
    assert found(tmp_path, files).paths


def test_an_exchanged_token_stands_for_the_workflow_itself(tmp_path: Path) -> None:
    files = {
        "publish.yml": """\
            on: release
            jobs:
              publish:
                runs-on: ubuntu-latest
                steps:
                  - {uses: rust-lang/crates-io-auth-action@v1, id: auth}
                  - {run: cargo publish, env: {CARGO_REGISTRY_TOKEN: '${{ steps.auth.outputs.token }}'}}
            """,
    }

    assert told(tmp_path, files) == ["release refs/tags/*: crates by cargo publish with oidc, yes"]


def test_the_configuration_of_a_tool_says_where_it_publishes(tmp_path: Path) -> None:
    files = {
        "release.yml": """\
            on: {push: {tags: ['v*']}}
            jobs:
              release:
                runs-on: ubuntu-latest
                steps:
                  - uses: docker/login-action@v3
                    with: {registry: ghcr.io, password: '${{ secrets.GITHUB_TOKEN }}'}
                  - uses: goreleaser/goreleaser-action@v6
                    with: {args: release --clean}
                    env: {GITHUB_TOKEN: '${{ secrets.GITHUB_TOKEN }}', TAP: '${{ secrets.TAP_TOKEN }}'}
            """,
        ".goreleaser.yaml": """\
            dockers: [{image_templates: ['ghcr.io/acme/ferry:{{ .Tag }}']}]
            brews: [{repository: {owner: acme, name: tap, token: '{{ .Env.TAP }}'}}]
            scoops: [{skip_upload: true}]
            """,
    }

    lines = [
        line.partition(": ")[2].replace(" by goreleaser/goreleaser-action", "")
        for line in told(tmp_path, files)
    ]

    assert lines == [
        "github-release with github-token, yes",
        "ghcr with github-token, yes",
        "other:homebrew with secret:TAP_TOKEN, yes",
    ]


def test_what_the_run_chooses_may_happen(tmp_path: Path) -> None:
    files = {
        "publish.yml": """\
            on:
              workflow_dispatch:
                inputs: {dry: {type: boolean}}
            jobs:
              publish:
                runs-on: ubuntu-latest
                environment: ${{ vars.WHERE }}
                steps:
                  - run: twine upload dist/*
                    if: "!inputs.dry"
            """,
    }

    assert told(tmp_path, files) == ["workflow_dispatch: pypi by twine upload with other in ?, maybe"]


def test_a_workflow_elsewhere_is_named(tmp_path: Path) -> None:
    files = {
        "release.yml": "on: release\njobs:\n  call:\n    uses: acme/ci/.github/workflows/release.yml@main\n"
    }

    assert [(one.job, one.uses, one.line) for one in found(tmp_path, files).remotes] == [
        ("call", "acme/ci/.github/workflows/release.yml@main", 4)
    ]


def test_a_refused_file_publishes_nothing(tmp_path: Path) -> None:
    files = {
        "publish.yml": "on: release\njobs:\n  a:\n    runs-on: x\n    if: secrets.X\n    steps:\n      - run: twine upload dist/*\n"
    }

    assert told(tmp_path, files) == ["release refs/tags/*: pypi by twine upload with other, no"]


@pytest.mark.parametrize(
    "called", ["on: push\njobs: {a: {runs-on: x, steps: [{run: 'true'}]}}\n", "nonsense: 3\n", None]
)
def test_what_calls_a_workflow_that_cannot_be_called_never_starts(tmp_path: Path, called: str | None) -> None:
    calling = "on: release\njobs:\n  ci: {uses: ./.github/workflows/ci.yml}\n  p: {runs-on: x, steps: [{run: twine upload x}]}\n"
    files = {"publish.yml": calling, **({"ci.yml": called} if called is not None else {})}

    assert told(tmp_path, files) == ["release refs/tags/*: pypi by twine upload with other, no"]


def test_a_script_that_cannot_be_read_is_unknown(tmp_path: Path) -> None:
    files = {
        "publish.yml": "on: release\njobs:\n  a:\n    runs-on: x\n    steps:\n      - {run: twine upload dist/*, shell: pwsh}\n"
    }

    assert [one.detail for one in found(tmp_path, files).unknowns] == [
        ".github/workflows/publish.yml:6 may publish: a PowerShell script is not read"
    ]


@pytest.mark.parametrize(
    ("steps", "files", "wanted"),
    [
        ("[{uses: actions/setup-node@v4, with: {registry-url: 'https://npm.acme.example'}}, {run: npm publish}]", {}, "other:npm.acme.example by npm publish"),
        ("[{run: npm publish}, {uses: actions/setup-node@v4, with: {registry-url: 'https://npm.acme.example'}}]", {}, "npm by npm publish"),
        ("[{uses: actions/setup-node@v4}, {run: npm publish}]", {"package.json": '{"publishConfig": {"registry": "https://npm.acme.example/"}}'}, "other:npm.acme.example by npm publish"),
        ("[{run: npm publish, working-directory: web}]", {"package.json": '{"publishConfig": {"registry": "https://npm.acme.example/"}}'}, "npm by npm publish"),
        ("[{run: npm publish, working-directory: web}]", {"web/package.json": '{"publishConfig": {"registry": "https://npm.acme.example/"}}'}, "other:npm.acme.example by npm publish"),
        ("[{run: npm publish}]", {"package.json": '{"publishConfig": {"access": "public"}}'}, "npm by npm publish"),
        ("[{run: npm publish}]", {".npmrc": "registry = https://npm.acme.example\n"}, "other:npm.acme.example by npm publish"),
        ("[{run: uv publish}]", {"pyproject.toml": '[tool.uv]\npublish-url = "https://pypi.acme.example/legacy"\n'}, "other:pypi.acme.example by uv publish"),
        ("[{run: uv publish --index testpypi}]", {"pyproject.toml": '[tool.uv]\npublish-url = "https://pypi.acme.example/legacy"\n'}, "testpypi by uv publish"),
        ("[{run: uv publish}]", {"pyproject.toml": "publish-url = = 1"}, "pypi by uv publish"),
    ],
)  # fmt: skip
def test_an_index_may_be_set_outside_of_the_command(
    tmp_path: Path, steps: str, files: dict[str, str], wanted: str
) -> None:
    text = f"on: release\njobs: {{publish: {{runs-on: ubuntu-latest, steps: {steps}}}}}\n"
    (line,) = told(tmp_path, {"publish.yml": text, **files})

    assert line.partition(": ")[2].startswith(f"{wanted} with ")


@pytest.mark.parametrize(
    ("before", "script", "wanted"),
    [
        ("true", "export TWINE_PASSWORD=${{ secrets.T }}\ntwine upload dist/*", "secret:T"),
        ("true", 'export TWINE_PASSWORD="${{ secrets.T }}" && twine upload dist/*', "secret:T"),
        ('echo "TWINE_PASSWORD=${{ secrets.T }}" >> $GITHUB_ENV', "twine upload dist/*", "secret:T"),
        ("echo TWINE_PASSWORD=${{ secrets.T }} >> ${GITHUB_ENV}", "twine upload dist/*", "secret:T"),
        ('echo "OTHER=${{ secrets.T }}" >> $GITHUB_ENV', "twine upload dist/*", "other"),
        ('echo "TWINE_PASSWORD=${{ secrets.T }}" >> "$GITHUB_ENV"', "export TWINE_PASSWORD=${{ secrets.U }}\ntwine upload dist/*", "secret:U"),
        ('echo "TWINE_PASSWORD=$(./ask)" >> $GITHUB_ENV', "twine upload dist/*", "other"),
    ],
)  # fmt: skip
def test_a_credential_may_be_set_by_a_script(tmp_path: Path, before: str, script: str, wanted: str) -> None:
    steps = "".join(f"      - run: |\n{indented(text)}" for text in (before, script))
    text = f"on: release\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n{steps}"
    (path,) = found(tmp_path, {"publish.yml": text}).paths

    assert str(path.publication.credential) == wanted


KO = """\
on: {{push: {{tags: ['v*']}}}}
jobs:
  image:
    runs-on: ubuntu-latest
    {env}
    steps:
      - uses: ko-build/setup-ko@v0.8
      - {{run: ko build --bare ., env: {{KO_DOCKER_REPO: ghcr.io/acme/ferry}}}}
"""


@pytest.mark.parametrize(
    ("env", "credential"),
    [("name: image", "github-token"), ("env: {KO_DOCKER_REPO: acme.example/ferry}", "other")],
)
def test_what_sets_ko_up_logs_in_with_the_token(tmp_path: Path, env: str, credential: str) -> None:
    (line,) = told(tmp_path, {"image.yml": KO.format(env=env)})

    assert line == f"push refs/tags/v*: ghcr by ko build with {credential}, yes"
