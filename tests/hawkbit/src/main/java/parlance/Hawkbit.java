/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starts hawkBit as its own documentation describes it: every setting that matters is in
 * application.properties, and port and database come from the command line. */

package parlance;

import org.eclipse.hawkbit.autoconfigure.security.EnableHawkbitManagedSecurityConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
@EnableHawkbitManagedSecurityConfiguration
public class Hawkbit
{
  public static void main (String[] args)
  {
    SpringApplication.run (Hawkbit.class, args);
  }
}
