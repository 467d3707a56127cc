import { deltaPolicies, existingPolicies } from '../../../../src-shared/model/transfer.ts';
import { endingRow, limitRow, parallelRow } from '../../transfers/settingRows.tsx';
import { choiceRow, type SettingSection } from '../rows.tsx';

export const transfers: SettingSection = {
  title: (text) => text.settings.transfers,
  rows: [
    choiceRow('existingUpload', existingPolicies, (text) => text.settings.policies),
    choiceRow('existingDownload', existingPolicies, (text) => text.settings.policies),
    choiceRow('existingOther', existingPolicies, (text) => text.settings.policies),
    choiceRow('delta', deltaPolicies, (text) => text.settings.deltas),
    parallelRow,
    limitRow,
    endingRow,
  ],
};
