package io.patchwork.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.id.Id;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeyTemplateTest {

  private final KeyTemplate template = new KeyTemplate("uploads/{contributor}/{asset}/{name}");

  @Test
  void aKeySaysWhoseItIs() {
    assertThat(template.read("uploads/ana/film-1/my film (2).mp4"))
        .contains(new KeyTemplate.Claim(new Id("ana"), new Id("film-1"), List.of()));
  }

  @Test
  void resourcesArePartOfATemplateThatHasThem() {
    KeyTemplate withResources = new KeyTemplate("uploads/{contributor}/{resources}/{asset}/{name}");

    assertThat(withResources.read("uploads/ana/a+b/film/x.mp4"))
        .contains(
            new KeyTemplate.Claim(
                new Id("ana"), new Id("film"), List.of(new Id("a"), new Id("b"))));
  }

  @Test
  void aKeyOfAnotherFormOrWithIdsThatAreNoneSaysNothing() {
    assertThat(template.read("uploads/film-1/x.mp4")).isEmpty();
    assertThat(template.read("uploads/ana/film-1/a/b.mp4")).isEmpty();
    assertThat(template.read("uploads/../film-1/b.mp4")).isEmpty();
    assertThat(template.read("uploads/ana/film 1/b.mp4")).isEmpty();
  }

  @Test
  void aTemplateWithoutAnAssetOrWithAnUnknownFieldIsRefused() {
    assertThatThrownBy(() -> new KeyTemplate("uploads/{name}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new KeyTemplate("uploads/{asset}/{colour}"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
