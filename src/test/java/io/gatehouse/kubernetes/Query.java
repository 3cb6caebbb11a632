package io.gatehouse.kubernetes;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words of a PromQL expression.
 *
 * @param metrics each metric's name
 * @param labels of which the expression speaks
 * @param queues the values that a label {@code queue} is compared with, as they stand
 * @param others what is neither, nor a function or an operator that we use
 */
record Query(Set<String> metrics, Set<String> labels, Set<String> queues, Set<String> others) {

  private static final Pattern METRIC = Pattern.compile("([a-z_]+)\\{([^}]*)}");
  private static final Pattern MATCHER =
      Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|on|group_left)\\s*\\(([^)]*)\\)");
  private static final Pattern WORD = Pattern.compile("[a-z_]+");
  private static final Set<String> FUNCTIONS =
      Set.of("sum", "max", "min", "count", "rate", "increase", "delta", "absent", "topk", "or");

  static Query read(String expression) {
    Set<String> metrics = new HashSet<>();
    Set<String> labels = new HashSet<>();
    Set<String> queues = new HashSet<>();
    for (MatchResult metric : METRIC.matcher(expression).results().toList()) {
      metrics.add(metric.group(1));
      for (MatchResult matcher : MATCHER.matcher(metric.group(2)).results().toList()) {
        labels.add(matcher.group(1));
        if (matcher.group(1).equals("queue")) {
          queues.add(matcher.group(2));
        }
      }
    }
    Matcher grouping = GROUPING.matcher(expression);
    grouping
        .results()
        .flatMap(group -> Stream.of(group.group(1).split(",")))
        .map(String::strip)
        .filter(label -> !label.isEmpty())
        .forEach(labels::add);
    String rest =
        GROUPING
            .matcher(METRIC.matcher(expression).replaceAll(" "))
            .replaceAll(" ")
            .replaceAll("\\[[^]]*]", " ");
    Set<String> others =
        WORD.matcher(rest)
            .results()
            .map(MatchResult::group)
            .filter(word -> !FUNCTIONS.contains(word))
            .collect(Collectors.toSet());
    return new Query(metrics, labels, queues, others);
  }
}
