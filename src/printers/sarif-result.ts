import type { Finding } from '../model/finding.ts';
import { severityRank } from '../model/severity.ts';
import { visible } from '../model/visible-text.ts';
import { workloadLabel } from './labels.ts';
import { sarifLevel, sarifLocation, sarifMessage } from './sarif-text.ts';

const relatedShown = 10;

/** A finding as a SARIF result; what SARIF has no field for is in its properties, under our own names. */
export function sarifResult(finding: Finding, ruleIndex: number) {
  const { id, detector, severity, title, reasons, evidence } = finding;
  const last = evidence.at(-1);
  const earlier = evidence.slice(0, -1).slice(-relatedShown);
  return {
    ruleId: sarifRuleId(finding),
    ruleIndex,
    level: sarifLevel(severity),
    rank: severityRank(severity) * 25,
    message: sarifMessage([title, ...reasons].join('. ')),
    locations: [{ ...(last && sarifLocation(last)), logicalLocations: [logicalLocation(finding)] }],
    ...(earlier.length > 0 && { relatedLocations: earlier.map(sarifLocation) }),
    partialFingerprints: { 'watchbillFinding/v1': id },
    properties: {
      severity,
      detectorType: detector.type,
      time: finding.time,
      workload: finding.workload,
      actor: finding.actor,
      action: finding.action,
      attack: finding.attack,
      visibility: finding.visibility,
      auditIDs: evidence.slice(-relatedShown).map(({ auditID }) => auditID),
    },
  };
}

/** Rules without an id are known by their title. */
export const sarifRuleId = ({ detector }: Finding): string => visible(detector.id || detector.title);

function logicalLocation({ workload }: Finding) {
  return {
    name: visible(workload.name),
    fullyQualifiedName: workloadLabel(workload),
    kind: 'resource',
  };
}
