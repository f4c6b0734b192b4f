package org.renkei.routes.engine;

import org.apache.camel.Processor;
import org.renkei.routes.component.DeliveryPolicy;

/** What a message in the channel of a flow is for: the start of the flow, or one of its steps, in one of its versions. */
interface Receiver extends Processor, DeliveryPolicy {}
