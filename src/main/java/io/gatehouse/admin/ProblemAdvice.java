package io.gatehouse.admin;

import io.gatehouse.admin.OperatorRecords.Operator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.stereotype.Component;

/**
 * Wraps each operation: an unknown parameter is an error, because a misspelt filter would select
 * everything; and an exception becomes a response.
 */
@Component
class ProblemAdvice implements OperationInvokerAdvisor {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final Set<EndpointId> OURS =
      Set.of(
          EndpointId.of(DeadLettersEndpoint.ID),
          EndpointId.of(QuarantineEndpoint.ID),
          EndpointId.of(OperatorRecords.ID),
          EndpointId.of("registrations"),
          EndpointId.of("routes"));

  @Override
  public OperationInvoker apply(
      EndpointId id, OperationType type, OperationParameters parameters, OperationInvoker invoker) {
    if (!OURS.contains(id)) {
      return invoker;
    }
    Set<String> known =
        parameters.stream()
            .map(OperationParameter::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    known.add(Operator.PARAMETER);
    return context -> answer(id, context, known, invoker);
  }

  private static Object answer(
      EndpointId id, InvocationContext context, Set<String> known, OperationInvoker invoker) {
    try {
      requireKnown(context.getArguments().keySet(), known);
      return invoker.invoke(context);
    } catch (OperationException e) {
      return e.answer();
    } catch (InvalidEndpointRequestException e) {
      return OperationException.badRequest(
              "A parameter is missing or not of its kind: " + e.getReason() + ".")
          .answer();
    } catch (RuntimeException e) {
      LOG.error("/actuator/{} failed: {}", id.toLowerCaseString(), e.getClass().getName());
      return OperationException.broken("The gateway failed to do this; its log says why.").answer();
    }
  }

  private static void requireKnown(Set<String> given, Set<String> known) {
    if (!known.containsAll(given)) {
      throw OperationException.badRequest(
          "There is a parameter that is not known here; known are "
              + String.join(", ", known)
              + ".");
    }
  }
}
