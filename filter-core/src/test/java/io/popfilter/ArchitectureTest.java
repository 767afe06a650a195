// SPDX-License-Identifier: Apache-2.0
package io.popfilter;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.popfilter.proof.VerifiedProof;
import io.popfilter.sign.AnswerVerifier;
import io.popfilter.sign.VerifiedAnswer;

@AnalyzeClasses(packages = "io.popfilter", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule knowsNoContainer = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule doesNotLog = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.slf4j..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(System.Logger.class)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.popfilter.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule layersLookDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("root")
            .definedBy("io.popfilter")
            .layer("answer")
            .definedBy("io.popfilter.answer")
            .layer("authorization")
            .definedBy("io.popfilter.authorization")
            .layer("body")
            .definedBy("io.popfilter.body")
            .layer("channel")
            .definedBy("io.popfilter.channel")
            .layer("coverage")
            .definedBy("io.popfilter.coverage")
            .layer("fetch")
            .definedBy("io.popfilter.fetch")
            .layer("http")
            .definedBy("io.popfilter.http")
            .layer("introspection")
            .definedBy("io.popfilter.introspection")
            .layer("jose")
            .definedBy("io.popfilter.jose")
            .layer("nonce")
            .definedBy("io.popfilter.nonce")
            .layer("parse")
            .definedBy("io.popfilter.parse")
            .layer("proof")
            .definedBy("io.popfilter.proof")
            .layer("reject")
            .definedBy("io.popfilter.reject")
            .layer("replay")
            .definedBy("io.popfilter.replay")
            .layer("scheme")
            .definedBy("io.popfilter.scheme")
            .layer("sign")
            .definedBy("io.popfilter.sign")
            .layer("tls")
            .definedBy("io.popfilter.tls")
            .layer("token")
            .definedBy("io.popfilter.token")
            .whereLayer("parse")
            .mayNotAccessAnyLayer()
            .whereLayer("reject")
            .mayNotAccessAnyLayer()
            .whereLayer("tls")
            .mayOnlyAccessLayers("parse")
            .whereLayer("jose")
            .mayOnlyAccessLayers("parse")
            .whereLayer("nonce")
            .mayOnlyAccessLayers("jose", "parse")
            .whereLayer("http")
            .mayOnlyAccessLayers("parse", "reject", "tls")
            .whereLayer("fetch")
            .mayOnlyAccessLayers("parse")
            .whereLayer("token")
            .mayOnlyAccessLayers("fetch", "http", "jose", "parse", "reject", "tls")
            .whereLayer("introspection")
            .mayOnlyAccessLayers("fetch", "jose", "parse", "reject", "token")
            .whereLayer("scheme")
            .mayOnlyAccessLayers("http", "jose", "parse", "reject", "token")
            .whereLayer("proof")
            .mayOnlyAccessLayers("jose", "nonce", "reject", "scheme", "token")
            .whereLayer("body")
            .mayOnlyAccessLayers("http", "jose", "parse", "reject")
            .whereLayer("coverage")
            .mayOnlyAccessLayers("body", "http", "jose", "parse", "proof", "reject", "scheme")
            .whereLayer("authorization")
            .mayOnlyAccessLayers("http", "reject", "scheme", "token")
            .whereLayer("channel")
            .mayOnlyAccessLayers("http", "jose", "proof", "reject", "scheme", "tls")
            .whereLayer("replay")
            .mayOnlyAccessLayers("jose", "proof", "reject", "token")
            .whereLayer("answer")
            .mayOnlyAccessLayers("http", "jose", "parse")
            .whereLayer("sign")
            .mayOnlyAccessLayers("answer", "http", "jose", "parse", "tls")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("sign")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule onlyAProofThatVerifiesIsAVerifiedProof = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(VerifiedProof.class.getName())
            .should()
            .callConstructorWhere(target(owner(assignableTo(VerifiedProof.class))));

    @ArchTest
    static final ArchRule onlyAnAnswerThatVerifiesIsAVerifiedAnswer = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(AnswerVerifier.class.getName())
            .should()
            .callConstructorWhere(target(owner(assignableTo(VerifiedAnswer.class))));

    @ArchTest
    static final ArchRule classesAreNamedForWhatTheyAre =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base|Data|Info)");
}
