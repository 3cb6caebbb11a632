package io.gatehouse.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two events with one natural key, compared by digests of their content. */
class ContentTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      value = {
        "{\"a\":1,\"b\":2}        | {\"b\":2,\"a\":1}",
        "{\"a\":1,\"b\":2}        | {\"a\":1}",
        "{\"a\":1}                | {}",
        "{\"a\":{\"b\":1,\"c\":2}}| {\"a\":{\"c\":2,\"b\":1}}",
      })
  void whatIsEqualOrHasFewerMembersSaysNothingNew(String first, String again)
      throws JsonProcessingException {
    assertThat(content(again).isPartOf(content(first).members())).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      value = {
        "{\"a\":1}                | {\"a\":2}",
        "{\"a\":1}                | {\"a\":\"1\"}",
        "{\"a\":1}                | {\"a\":null}",
        "{\"a\":1}                | {\"a\":1,\"b\":2}",
        "{\"a\":1}                | {\"b\":1}",
        "{\"a\":[1,2]}            | {\"a\":[2,1]}",
        "{\"a\":{\"b\":1,\"c\":2}}| {\"a\":{\"b\":1}}",
        "{\"a\":\"\\ud800\"}      | {\"a\":\"\\ud801\"}",
        "{}                       | {\"a\":1}",
      })
  void aMemberThatIsNewOrChangedSaysSomethingElse(String first, String other)
      throws JsonProcessingException {
    assertThat(content(other).isPartOf(content(first).members())).isFalse();
    assertThat(content(other).keyUnder("k")).isNotEqualTo(content(first).keyUnder("k"));
  }

  @Property(tries = 100)
  void oneMemberLessIsARetryOfUpToSixteenAndAnythingElseOfMore(
      @ForAll @IntRange(min = 1, max = 40) int members, @ForAll @IntRange(max = 39) int without) {
    ObjectNode all = JSON.createObjectNode();
    for (int i = 0; i < members; i++) {
      all.put("member" + i, i);
    }
    Content first = Content.of(all);
    ObjectNode fewer = all.deepCopy();
    fewer.remove("member" + without % members);

    assertThat(Content.of(all.deepCopy()).isPartOf(first.members())).isTrue();
    assertThat(Content.of(fewer).isPartOf(first.members())).isEqualTo(members <= 16);
    assertThat(first.members()).hasSizeLessThanOrEqualTo(64);
  }

  private static Content content(String json) throws JsonProcessingException {
    return Content.of(JSON.readTree(json));
  }
}
