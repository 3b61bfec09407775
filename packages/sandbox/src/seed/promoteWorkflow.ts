/**
 * `.gitea/workflows/promote.yaml`. It would run on a real Gitea; in the sandbox `promoteJob` stands
 * for its steps.
 */
export const promoteWorkflow = `# In the sandbox runs are simulated: there is no runner, but the commit is real.
name: Promote
run-name: Promote \${{ inputs.service }} \${{ inputs.version }} to \${{ inputs.environment }}
on:
  workflow_dispatch:
    inputs:
      service:
        description: Name of the service, as in apps/
        required: true
      environment:
        description: Where to
        required: true
      version:
        description: The image's tag
        required: true
jobs:
  promote:
    runs-on: ubuntu-latest
    env:
      SERVICE: \${{ inputs.service }}
      ENVIRONMENT: \${{ inputs.environment }}
      VERSION: \${{ inputs.version }}
    steps:
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
      - name: The version was somewhere before
        run: |
          git log -p -- "apps/$SERVICE/envs" | grep -qE "newTag: \\"?$VERSION\\"?( |$)"
      - name: Write it
        run: |
          sed -i -E "s/(newTag: )(\\"[^\\"]*\\"|[^ ]+)/\\1\\"$VERSION\\"/" "apps/$SERVICE/envs/$ENVIRONMENT/kustomization.yaml"
      - name: Commit
        run: |
          git config user.name gitea-actions
          git config user.email teabot@gitea.io
          git commit --allow-empty -am "Promote $SERVICE $VERSION to $ENVIRONMENT"
          git push
`;
