import { Button, Card, Select } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { PromotionFilter } from 'backstage-plugin-gitops-common';
import { useMemo } from 'react';
import { gitopsApiRef } from '../api';
import { FailureText } from '../live/FailureText';
import { useAction } from '../live/useAction';
import { Search } from '../parts/Search';
import { useEnvironmentTitles } from '../status/useEnvironmentTitles';
import tokens from '../tokens.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { useUrlParameter } from '../url/useUrlParameter';
import styles from './AllPromotions.module.css';
import { AllPromotionsTable } from './AllPromotionsTable';
import { EnvironmentSelect } from './EnvironmentSelect';
import { StateChoice, stateChoiceOf, stateChoices } from './promotionFilters';
import { PromotionPanel } from './PromotionPanelOnRequest';

/** The promotions of all services: what is under way, and who waits for whom. */
export function AllPromotionsContent() {
  const t = useGitopsTranslation();
  const [text, setText] = useUrlParameter('q');
  const [state, setState] = useUrlParameter('state');
  const [to, setTo] = useUrlParameter('to');
  const [shown, setShown] = useUrlParameter('promotion');
  const titleOf = useEnvironmentTitles();
  const choice = stateChoiceOf(state);
  const filter = useMemo((): PromotionFilter => {
    const states = stateChoices[choice];
    return {
      ...(text && { q: text }),
      ...(to && { to }),
      ...(states && { state: states.join() }),
    };
  }, [text, to, choice]);
  return (
    <Card className={`${tokens.tokens} ${styles.card}`}>
      <div className={styles.filters}>
        <Search
          className={styles.search}
          size="small"
          label={t('allPromotions.search')}
          placeholder={t('allPromotions.searchUse')}
          value={text ?? ''}
          onChange={setText}
        />
        <Select
          className={styles.select}
          size="small"
          label={t('allPromotions.states')}
          options={(Object.keys(stateChoices) as StateChoice[]).map(value => ({
            value,
            label: t(`allPromotions.${value}`),
          }))}
          value={choice}
          onChange={key => setState(String(key))}
        />
        <EnvironmentSelect
          className={styles.select}
          environment={to}
          onChange={setTo}
        />
        <Export filter={filter} />
      </div>
      {shown !== null && (
        <div className={styles.panel}>
          <PromotionPanel
            key={shown}
            id={shown}
            titleOf={titleOf}
            onShow={setShown}
            onChanged={() => {}}
          />
        </div>
      )}
      <AllPromotionsTable
        filter={filter}
        titleOf={titleOf}
        shown={shown}
        onShow={setShown}
      />
    </Card>
  );
}

/** Saves what is listed as a file. */
function Export({ filter }: { filter: PromotionFilter }) {
  const t = useGitopsTranslation();
  const api = useApi(gitopsApiRef);
  const { run, isRunning, error } = useAction();
  return (
    <>
      <Button
        variant="secondary"
        size="small"
        isPending={isRunning}
        onPress={() =>
          run(signal => api.exportPromotions(filter, { signal }), save)
        }
      >
        {t('allPromotions.export')}
      </Button>
      {error !== null && (
        <p className={styles.error} role="alert">
          <FailureText error={error} />
        </p>
      )}
    </>
  );
}

function save(file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = 'promotions.csv';
  link.click();
  URL.revokeObjectURL(url);
}
