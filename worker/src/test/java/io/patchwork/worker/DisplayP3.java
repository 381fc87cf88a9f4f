package io.patchwork.worker;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.ByteBuffer;

/** An ICC profile of Display P3, made of the JDK's of sRGB: both have the same curve. */
public final class DisplayP3 {

  /** Red, green and blue in XYZ by D50, as Apple's profile has them. */
  private static final double[][] COLORANTS = {
    {0.51512, 0.24120, -0.00105}, {0.29198, 0.69225, 0.04189}, {0.15710, 0.06657, 0.78407}
  };

  private DisplayP3() {}

  /** A coordinate (0 to 2: X, Y, Z) of a primary (0 to 2: red, green, blue). */
  public static double colorant(int primary, int axis) {
    return COLORANTS[primary][axis];
  }

  public static byte[] profile() {
    ICC_Profile profile =
        ICC_Profile.getInstance(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
    int[] tags = {
      ICC_Profile.icSigRedColorantTag,
      ICC_Profile.icSigGreenColorantTag,
      ICC_Profile.icSigBlueColorantTag
    };
    for (int i = 0; i < tags.length; i++) {
      ByteBuffer xyz = ByteBuffer.wrap(profile.getData(tags[i]));
      for (int axis = 0; axis < 3; axis++) {
        xyz.putInt(8 + 4 * axis, (int) Math.round(COLORANTS[i][axis] * 65536));
      }
      profile.setData(tags[i], xyz.array());
    }
    return profile.getData();
  }
}
