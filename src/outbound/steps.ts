import type { Step } from '../plan/index.js';
import { addressStep, classifiedConversationStep, partyStep } from './address-kinds.js';
import { conversationStep, interfaceStep } from './conversation.js';
import type { OutboundInputs } from './inputs.js';
import { natLegStep, natMatchStep } from './nat.js';
import { needStep } from './needs.js';
import { openingStep } from './openings.js';
import { outcomeStep, seenAddressStep } from './outcome.js';
import { admittedStep, listeningStep, localFanStep, remoteFanStep, servicePortStep } from './port-stats.js';
import { reuseStep } from './reuse.js';

/** From records to conversations with the kinds of their addresses. */
export function conversationSteps(inputs: OutboundInputs): Step[] {
  return [
    interfaceStep(inputs),
    conversationStep(inputs),
    addressStep(inputs),
    partyStep,
    classifiedConversationStep,
  ];
}

/** The steps that follow from the interfaces' roles, to be taken again when a role was found out meanwhile. */
export function roleSteps(inputs: OutboundInputs): Step[] {
  return [interfaceStep(inputs), partyStep, classifiedConversationStep];
}

/** From conversations to the initiator of each, and to the egress needs by source. */
export function needSteps(inputs: OutboundInputs): Step[] {
  return [
    reuseStep(inputs),
    seenAddressStep,
    natLegStep(inputs),
    natMatchStep,
    localFanStep(inputs),
    remoteFanStep(inputs),
    servicePortStep(inputs),
    listeningStep(inputs),
    admittedStep(inputs),
    outcomeStep,
    openingStep,
    needStep,
  ];
}
