import { Page } from '../parts/Page';
import { AllPromotionsContent } from '../promotions/AllPromotionsContent';
import { ShownRelease } from '../releases/ReleasePanel';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

/** All promotions, and above them the release that the address names. */
export function PromotionsPage() {
  const t = useGitopsTranslation();
  return (
    <Page title={t('allPromotions.title')}>
      <ShownRelease />
      <AllPromotionsContent />
    </Page>
  );
}
