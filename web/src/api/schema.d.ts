// Made from openapi.json by `npm run api`; do not edit.

export interface paths {
    "/api/actors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Actors
         * @description Return the actors of a scope as a table, the best connected first.
         */
        get: operations["list_actors"];
        put?: never;
        /**
         * Add Actor
         * @description Add an actor, and say what it is.
         */
        post: operations["add_actor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/actors/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Actor
         * @description Return one actor with all that is said of it; an id that was merged away leads to the actor it became.
         */
        get: operations["read_actor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Edit Actor
         * @description Change an actor and what is said of it in one batch; refused with both values if it changed since it was read.
         */
        patch: operations["edit_actor"];
        trace?: never;
    };
    "/api/actors/{number}/note": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Note Actor
         * @description Keep a note about an actor.
         */
        post: operations["note_actor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/actors/{number}/removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Actor Removal
         * @description Say what removing an actor would take along.
         */
        get: operations["actor_removal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/actors/{number}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove Actor
         * @description Take an actor out with what the user said of it; undo brings it back.
         */
        post: operations["remove_actor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/actors/{number}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Split Actor
         * @description Make another actor of some of an actor's names, and return it.
         */
        post: operations["split_actor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alike": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Alike Actors
         * @description Find actors that a new name may mean.
         */
        get: operations["alike_actors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes
         * @description Wait until the record has a later batch than `since`, and say which; another process's batches count too.
         */
        get: operations["changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dossier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compose Dossier
         * @description Return a dossier of what was chosen: one self-contained page, the same choices to the same byte.
         */
        get: operations["compose_dossier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dossier/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Choices
         * @description List what a dossier of this record can hold.
         */
        get: operations["list_choices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dynamics/assumptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask Assumptions
         * @description Say what the model rests on: what the record tells with its evidence, and what is assumed.
         */
        post: operations["ask_assumptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dynamics/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Equation
         * @description Try an equation in the place of a variable's own, and say what is wrong with it and where.
         */
        post: operations["check_equation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dynamics/diagram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write Diagram
         * @description Write the causal-loop diagram of a model: a picture, Graphviz's language, or a project for Kumu.
         */
        post: operations["write_diagram"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dynamics/drawn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Drawn
         * @description Read a model that is drawn.
         */
        get: operations["read_drawn"];
        put?: never;
        /**
         * Begin Drawn
         * @description Begin a model, from nothing or as a copy; it is kept in the record from the first step.
         */
        post: operations["begin_drawn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dynamics/drawn/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Drawn
         * @description Change a model by one step, which undo takes back under its name.
         */
        post: operations["change_drawn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dynamics/drawn/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Drawn
         * @description Try an equation on a model that is drawn, and say what is wrong with it and where.
         */
        post: operations["check_drawn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dynamics/drawn/forget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forget Drawn
         * @description Take a model away; undo brings it back.
         */
        post: operations["forget_drawn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dynamics/drawn/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep Drawn State
         * @description Keep a model as it stands now, so that a run of it can be told from runs of later states.
         */
        post: operations["keep_drawn_state"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dynamics/loops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find Dynamics Loops
         * @description Find the feedback loops, and say which matter when.
         */
        post: operations["find_dynamics_loops"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dynamics/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Dynamics Models
         * @description List the models that can be opened: the district with the record's own numbers, what is drawn in it, and those that ship.
         */
        get: operations["list_dynamics_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dynamics/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run Dynamics
         * @description Run a scenario beside the model as it stands.
         */
        post: operations["run_dynamics"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dynamics/structure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read Structure
         * @description Tell all that a model says: equations, units, links with polarity, and places for a diagram.
         */
        post: operations["read_structure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dynamics/tornado": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask Tornado
         * @description Say which number moves an output most, one at a time and all at once.
         */
        post: operations["ask_tornado"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dynamics/xmile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write Xmile
         * @description Write a model as XMILE 1.0, edited equations included.
         */
        post: operations["write_xmile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evidence/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Evidence
         * @description Return the source record behind a tie or a claim.
         */
        get: operations["read_evidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Csv
         * @description Save the actors of a scope as CSV; a cell that a spreadsheet would run is escaped.
         */
        get: operations["export_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/export.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Xlsx
         * @description Save the record of a scope as a workbook, a sheet a table.
         */
        get: operations["export_xlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health
         * @description Say whether the record can be read; the title only to who holds the token.
         */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * History
         * @description List the batches, the latest first.
         */
        get: operations["history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Home
         * @description Say what changed since last time, and what the record lacks.
         */
        get: operations["home"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/home/{question}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Line
         * @description Answer one of the six questions in one line.
         */
        get: operations["line"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Files
         * @description Take files and import them in a job of their own, or only try them; what they are is recognised by their content.
         */
        post: operations["import_files"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/import/{number}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Again
         * @description Import the files of a trial, or try them otherwise, without sending them again.
         */
        post: operations["import_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/import/{number}/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Drop Trial
         * @description Give up a trial: its files are taken away.
         */
        post: operations["drop_trial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Jobs
         * @description List the jobs of this record, the latest first.
         */
        get: operations["list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Job
         * @description Return a job with its progress, and its answer or error when it has ended.
         */
        get: operations["read_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{number}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Job
         * @description Ask a job to stop; nothing of it is kept.
         */
        post: operations["cancel_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Rater Links
         * @description List the links that hold, by the raters' names.
         */
        get: operations["list_rater_links"];
        put?: never;
        /**
         * Make Rater Link
         * @description Make a link for one rater; it is told this once and kept as a hash.
         */
        post: operations["make_rater_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/links/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke Rater Links
         * @description Revoke all links of a rater, at once.
         */
        post: operations["revoke_rater_links"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Map
         * @description Return everything needed to draw the map of a scope, in groups where it has more ties than can be drawn.
         */
        get: operations["read_map"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/map/flow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Flow From Actor
         * @description Answer where something known to one actor would go, for the map's overlay.
         */
        get: operations["flow_from_actor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/matching": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Match With Kept
         * @description Match with a registry that is kept, in a job.
         */
        post: operations["match_with_kept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/matching/registries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Registries
         * @description List the registries that are kept for this record.
         */
        get: operations["list_registries"];
        put?: never;
        /**
         * Match With File
         * @description Take a registry's file, keep it, and match with it in a job.
         */
        post: operations["match_with_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Me
         * @description Say who is signed in and what they may do; whoever started the server has no name and may do all.
         */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/measures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Measures
         * @description List the measures of an actor's place in the network, as the library registers them.
         */
        get: operations["measures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge
         * @description Say that two actors are one; nothing is lost, and undo parts them again.
         */
        post: operations["merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/network/ask/{question}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask Network
         * @description Answer a question about the network of a scope.
         */
        get: operations["ask_network"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/network/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare Times
         * @description Say which ties appeared, went, grew stronger or weaker between two times.
         */
        get: operations["compare_times"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/network/communities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Communities
         * @description Return the community of every actor of a scope, the largest first, for the map's colours.
         */
        get: operations["list_communities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/network/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Save Network
         * @description Save the network of a scope, or of some of its actors, as a file of another program.
         */
        post: operations["save_network"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/network/measure/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Measure Actors
         * @description Return one registered measure of every actor of a scope, for the map's sizes and colours.
         */
        get: operations["measure_actors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/criteria": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Partner Criteria
         * @description Say by what partners are judged, with the sentence of each level, and whose weights are kept.
         */
        get: operations["partner_criteria"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide Partner
         * @description Keep a decision with how the candidates stood.
         */
        post: operations["decide_partner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Partner Decisions
         * @description List what was decided, with reasons, dissent and how the candidates stood then.
         */
        get: operations["partner_decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/dossier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Partner Dossier Page
         * @description Save the dossier of an evaluation: one self-contained page that can be laid before a board.
         */
        get: operations["partner_dossier_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Evaluate Partners
         * @description Rank candidates: who comes first, why, how sure that is, and what would change it.
         */
        get: operations["evaluate_partners"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/impact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Partner Impact
         * @description Hold what a partnership has brought against what was expected.
         */
        get: operations["partner_impact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/impacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Partner Impacts
         * @description List the partnerships that are followed, and whose review is due.
         */
        get: operations["partner_impacts"];
        put?: never;
        /**
         * Open Impact Record
         * @description Follow a partnership: what it should bring is written down before it is looked at.
         */
        post: operations["open_impact_record"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/interests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rater Interests
         * @description Return what one rater declared, and which candidates they do not rate.
         */
        get: operations["rater_interests"];
        put?: never;
        /**
         * Declare Interest
         * @description Declare an interest in an actor, to belong to it, or to have none.
         */
        post: operations["declare_interest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/rate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rate Partner
         * @description Keep what a rater says of a candidate, with evidence or marked as opinion.
         */
        post: operations["rate_partner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/ratings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Partner Ratings
         * @description Return what one rater said of a candidate so far, part by part.
         */
        get: operations["partner_ratings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/recommend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recommend Partners
         * @description Say who should partner with whom, and why; or why the record cannot bear it.
         */
        get: operations["recommend_partners"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Review Partnership
         * @description Keep a review: readings of indicators, a note, a change of state.
         */
        post: operations["review_partnership"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/weights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep Judge Weights
         * @description Keep the weights that a judge gives; they take the place of earlier ones.
         */
        post: operations["keep_judge_weights"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/weights/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Weigh Choices
         * @description Say what choices between two partial profiles give so far, and what to ask next; nothing is kept.
         */
        post: operations["weigh_choices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/weights/forget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forget Judge Weights
         * @description Let the weights of a judge no longer count.
         */
        post: operations["forget_judge_weights"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/weights/pairs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Weigh Pairs
         * @description Say what comparisons of pairs give so far, and what to ask next; nothing is kept.
         */
        post: operations["weigh_pairs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/partnerships/what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What If Partners
         * @description Say what a partnership would change in the network, held against random ones of its kind.
         */
        get: operations["what_if_partners"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pathway/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look Again
         * @description Show a session under the law of another day, and what has happened since.
         */
        get: operations["look_again"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pathway/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask Pathway
         * @description Say what is still possible, why the next question is asked, and what has to be done.
         */
        get: operations["ask_pathway"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pathway/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find Codes
         * @description Find FDA product codes by words, with class, submission and regulation.
         */
        get: operations["find_codes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pathway/places": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Places
         * @description List the jurisdictions that have rules.
         */
        get: operations["list_places"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pathway/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sessions
         * @description List the sessions that are kept.
         */
        get: operations["list_sessions"];
        put?: never;
        /**
         * Save Session
         * @description Keep a session under its name; a stale version is refused.
         */
        post: operations["save_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pathway/sessions/forget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forget Session
         * @description Take a session away; undo brings it back.
         */
        post: operations["forget_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/questions/{number}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Question
         * @description Ask a job to stop that only looks for an answer: whoever asked may stop it.
         */
        post: operations["cancel_question"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Record
         * @description Return what the record holds, in figures, and the words to read it by.
         */
        get: operations["record"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Records
         * @description List the records in the folder of the one that is served, the latest first.
         */
        get: operations["list_records"];
        put?: never;
        /**
         * Begin Record
         * @description Make a new, empty record in the folder; its file is called after the title.
         */
        post: operations["begin_record"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/records/receive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive Record
         * @description Take in a record that was sent by mail or otherwise: checked as any that is opened, never over a file that is there.
         */
        post: operations["receive_record"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report
         * @description Return the dossier of a scope: one self-contained page.
         */
        get: operations["report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Review
         * @description Return what waits for a decision.
         */
        get: operations["review"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide Review
         * @description Decide an item, and return what still waits.
         */
        post: operations["decide_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fill With Sample
         * @description Fill an empty record with the sample, in a job.
         */
        post: operations["fill_with_sample"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search
         * @description Find actors by the beginnings of words in any of their names.
         */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sources
         * @description List the sources that can be read, and what columns of a spreadsheet can mean.
         */
        get: operations["list_sources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stakeholders/ask/{question}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask Stakeholders
         * @description Answer a question about the stakeholders.
         */
        get: operations["ask_stakeholders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stakeholders/capability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say Capability
         * @description Write that an actor needs or offers something.
         */
        post: operations["say_capability"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stakeholders/category": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say Category
         * @description Put an actor in one of the nine Cs.
         */
        post: operations["say_category"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stakeholders/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stakeholder Choices
         * @description Say what can be said of a stakeholder: scales with their sentences, capabilities, categories, names of the quadrants.
         */
        get: operations["stakeholder_choices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stakeholders/engage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide Step
         * @description Decide who engages a stakeholder, how and by when.
         */
        post: operations["decide_step"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stakeholders/expect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say Expectation
         * @description Write what an actor expects of a partner, or of the ecosystem.
         */
        post: operations["say_expectation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stakeholders/matrix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Needs Matrix
         * @description Show who needs and who offers what, and which needs nobody meets.
         */
        get: operations["needs_matrix"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stakeholders/met": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say What Came
         * @description Write whether an expectation was met.
         */
        post: operations["say_what_came"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stakeholders/plan.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Save Plan
         * @description Save the engagement plan as a workbook.
         */
        get: operations["save_plan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stakeholders/rate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rate Stakeholder
         * @description Write what a rater thinks of an actor; several raters make an interval.
         */
        post: operations["rate_stakeholder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stakeholders/surveys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make Survey
         * @description Make a survey of members, and tell each one's personal link this once.
         */
        post: operations["make_survey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stakeholders/surveys/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close Survey
         * @description Close a survey: nobody answers any more, and means of trust and value are shown, each of five or more people.
         *
         *     Told is the last batch: where means may now be seen, a batch of its own keeps that after the closing.
         */
        post: operations["close_survey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stakeholders/surveys/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report Survey
         * @description Report a survey: response, both sides' views, reciprocity; trust and value of five or more people once it is closed.
         */
        get: operations["report_survey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo
         * @description Take a batch back by a new batch; refused if later batches changed the same rows.
         */
        post: operations["undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/velocity/ask/{question}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask Velocity
         * @description Answer a question about how fast initiatives advance.
         */
        get: operations["ask_velocity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/velocity/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Stage Models
         * @description List the stage models with the definition of each stage, those first of which the record has initiatives.
         */
        get: operations["list_stage_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Views
         * @description List the saved views in the order of the presentation.
         */
        get: operations["list_views"];
        put?: never;
        /**
         * Save View
         * @description Save a view under its name; a stale version is refused.
         */
        post: operations["save_view"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/views/forget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forget View
         * @description Take a view away; undo brings it back.
         */
        post: operations["forget_view"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Actor
         * @description An actor as it stands; `version` goes back with an edit.
         */
        Actor: {
            /** Fields */
            fields: {
                [key: string]: unknown;
            };
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            place: components["schemas"]["PlaceShape"];
            sector: components["schemas"]["Sector"] | null;
            /** Version */
            version: number;
        };
        /**
         * ActorEdit
         * @description New values for an actor, and what else is said of it; left out means unchanged, null means not known.
         */
        ActorEdit: {
            /**
             * Address
             * @description Its web address
             * @default
             */
            address: string;
            /**
             * Author
             * @default
             */
            author: string;
            /** City */
            city?: string | null;
            /** Country */
            country?: string | null;
            /** Kind */
            kind?: ("organisation" | "unit" | "community" | "role" | "person") | null;
            /** Latitude */
            latitude?: number | null;
            /** Longitude */
            longitude?: number | null;
            /** Name */
            name?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
            /** Region */
            region?: string | null;
            sector?: components["schemas"]["Sector"] | null;
            /**
             * Since
             * @description A year, a month or a day: 2024, 2024-05, 2024-05-17
             */
            since?: string | null;
            /**
             * Source
             * @description The source in a few words
             * @default
             */
            source: string;
            /**
             * Steps
             * @default []
             */
            steps: (components["schemas"]["ClaimStep"] | components["schemas"]["TieStep"] | components["schemas"]["EndStep"] | components["schemas"]["RemoveStep"])[];
            /**
             * Version
             * @description The version that was read; needed to change the actor's own values
             */
            version?: number | null;
        };
        /**
         * ActorLink
         * @description An actor by id and name, to link to.
         */
        ActorLink: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            sector: components["schemas"]["Sector"] | null;
        };
        /**
         * ActorPage
         * @description An actor with all that is said of it. Long lists are cut at 2,000; `counts` says how long they are.
         */
        ActorPage: {
            actor: components["schemas"]["Actor"];
            /** Batch */
            batch: number | null;
            /** Claims */
            claims: components["schemas"]["ClaimShape"][];
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Events */
            events: components["schemas"]["EventShape"][];
            /** Evidence */
            evidence: components["schemas"]["EvidenceShape"][];
            /** Initiatives */
            initiatives: components["schemas"]["InitiativeShape"][];
            /** Mentions */
            mentions: components["schemas"]["MentionShape"][];
            /** Notes */
            notes: components["schemas"]["NoteShape"][];
            /** Ties */
            ties: components["schemas"]["TieShape"][];
        };
        /**
         * ActorRemoval
         * @description What removing an actor takes along, and what then waits.
         */
        ActorRemoval: {
            /** Claims */
            claims: number;
            /** Merged */
            merged: number;
            /** Notes */
            notes: number;
            /** Stated */
            stated: number;
            /** Ties */
            ties: number;
            /** Waiting */
            waiting: number;
        };
        /**
         * ActorValues
         * @description One number of every actor of a scope; null where there is none.
         */
        ActorValues: {
            /** Id */
            id: number[];
            /** Name */
            name: string;
            /** Value */
            value: (number | null)[];
        };
        /**
         * Add
         * @description Add a variable; a flow with its ends.
         */
        Add: {
            /** At */
            at?: [
                number,
                number
            ] | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "add";
            /**
             * Equation
             * @default
             */
            equation: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "stock" | "flow" | "aux" | "lookup";
            /**
             * Name
             * @description Name of a variable; a longer one than fits is refused with its reason
             */
            name: string;
            /**
             * Note
             * @default
             */
            note: string;
            /**
             * Points
             * @default []
             */
            points: [
                number,
                number
            ][];
            /**
             * Sink
             * @description Name of a variable; a longer one than fits is refused with its reason
             * @default
             */
            sink: string;
            /**
             * Source
             * @description Name of a variable; a longer one than fits is refused with its reason
             * @default
             */
            source: string;
            /**
             * Units
             * @default
             */
            units: string;
        };
        /**
         * Again
         * @description What was tried, to be imported, or to be tried otherwise.
         */
        Again: {
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * Columns
             * @description What columns of spreadsheets mean: meaning to name of column
             * @default {}
             */
            columns: {
                [key: string]: string;
            };
            /**
             * Dry Run
             * @description Try once more, writing nothing
             * @default false
             */
            dry_run: boolean;
            /**
             * Source
             * @description Read the files as this source; each is recognised where not given
             */
            source?: string | null;
        };
        /**
         * AlikeActor
         * @description An actor that the name may mean.
         */
        AlikeActor: {
            /** City */
            city: string | null;
            /** Country */
            country: string | null;
            /** Id */
            id: number;
            /** Matched */
            matched: string;
            /** Name */
            name: string;
            /** Reason */
            reason: string;
            sector: components["schemas"]["Sector"] | null;
        };
        /**
         * AlikeActors
         * @description Actors whose names are so like that the same may be meant, the likest first.
         */
        AlikeActors: {
            /** Alike */
            alike: components["schemas"]["AlikeActor"][];
        };
        /**
         * Answer
         * @description An answer with everything a reader needs to trust, repeat or doubt it.
         */
        Answer: {
            /** Evidence */
            evidence: number[];
            method: components["schemas"]["AnswerMethod"];
            /** Question */
            question: string;
            read_at: components["schemas"]["AnswerReadAt"] | null;
            /** Scope */
            scope: {
                [key: string]: string;
            };
            /** Summary */
            summary: string;
            /** Tables */
            tables: components["schemas"]["AnswerTable"][];
            /** Warnings */
            warnings: string[];
        };
        /**
         * AnswerColumn
         * @description A column of an answer's table and how to read it.
         */
        AnswerColumn: {
            /** Caveat */
            caveat: string | null;
            /**
             * Format
             * @enum {string}
             */
            format: "text" | "integer" | "number" | "percent" | "date" | "days" | "money" | "estimate" | "actor" | "evidence" | "link" | "list";
            /** Label */
            label: string;
            /** Name */
            name: string;
            /** Unit */
            unit: string | null;
        };
        /**
         * AnswerMethod
         * @description How an answer was computed.
         */
        AnswerMethod: {
            /** Name */
            name: string;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** Reference */
            reference: string | null;
            /** Seed */
            seed: number | null;
            /** Version */
            version: string;
        };
        /**
         * AnswerReadAt
         * @description Which record an answer was read from, and at which batch.
         */
        AnswerReadAt: {
            /** As Of */
            as_of: string | null;
            /** Batch */
            batch: number;
            /** Record */
            record: string;
        };
        /**
         * AnswerTable
         * @description A table of an answer; a row maps the columns' names to values.
         */
        AnswerTable: {
            /** Columns */
            columns: components["schemas"]["AnswerColumn"][];
            /** Note */
            note: string | null;
            /** Rows */
            rows: {
                [key: string]: unknown;
            }[];
            /** Title */
            title: string;
        };
        /**
         * Barred
         * @description A candidate that the rater does not rate, and why.
         */
        Barred: {
            /** Candidate */
            candidate: number;
            /** Why */
            why: string;
        };
        /**
         * BatchEntry
         * @description One change to the record, made of entries that can be undone together.
         */
        BatchEntry: {
            /** Author */
            author: string;
            /** Batch */
            batch: number;
            /** Reason */
            reason: string;
            /** Rows */
            rows: number;
            /** Time */
            time: string;
            /** Undone By */
            undone_by: number | null;
        };
        /**
         * Begin
         * @description A new, empty record.
         */
        Begin: {
            /** Title */
            title: string;
        };
        /**
         * Begun
         * @description Where the pages of a new record begin.
         */
        Begun: {
            /** Address */
            address: string;
        };
        /** Body_import_files */
        Body_import_files: {
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * Dry Run
             * @default false
             */
            dry_run: boolean;
            /** Files */
            files: string[];
        };
        /** Body_match_with_file */
        Body_match_with_file: {
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * Dry Run
             * @default false
             */
            dry_run: boolean;
            /** Files */
            files: string[];
        };
        /** Body_receive_record */
        Body_receive_record: {
            /** File */
            file: string;
        };
        /**
         * CapabilityChoice
         * @description Something that an actor can need or offer.
         */
        CapabilityChoice: {
            /** Family */
            family: string;
            /** Id */
            id: string;
            /** Means */
            means: string;
            /** Name */
            name: string;
        };
        /**
         * CapabilitySaid
         * @description That an actor needs or offers something; level 0 says that it no longer does.
         */
        CapabilitySaid: {
            /** Actor */
            actor: number;
            /**
             * Author
             * @default
             */
            author: string;
            /** Capability */
            capability: string;
            /**
             * Evidence
             * @description Web address of what it rests on
             */
            evidence?: string | null;
            /**
             * Level
             * @default 2
             */
            level: number;
            /**
             * On
             * @description The day of the judgement; today where not given
             */
            on?: string | null;
            /**
             * Said By
             * @default
             */
            said_by: string;
            /**
             * What
             * @enum {string}
             */
            what: "need" | "offer";
        };
        /**
         * CategorySaid
         * @description In which of the nine Cs an actor is.
         */
        CategorySaid: {
            /** Actor */
            actor: number;
            /**
             * Author
             * @default
             */
            author: string;
            /** Category */
            category: string;
            /**
             * Said By
             * @default
             */
            said_by: string;
        };
        /**
         * ChangeWish
         * @description One step that changes a drawn model.
         */
        ChangeWish: {
            /**
             * Author
             * @default
             */
            author: string;
            /** Name */
            name: string;
            /** Step */
            step: components["schemas"]["Add"] | components["schemas"]["Write"] | components["schemas"]["Rename"] | components["schemas"]["Remove"] | components["schemas"]["LinkTwo"] | components["schemas"]["StatePolarity"] | components["schemas"]["Numbers"] | components["schemas"]["Pipe"] | components["schemas"]["Move"] | components["schemas"]["Tidy"] | components["schemas"]["Settle"];
        };
        /**
         * Changed
         * @description The batch that a change made.
         */
        Changed: {
            /** Batch */
            batch: number;
        };
        /**
         * Changes
         * @description The record's latest batch, and whether it is later than the one that the caller has seen.
         */
        Changes: {
            /** Batch */
            batch: number;
            /** Changed */
            changed: boolean;
        };
        /**
         * CheckWish
         * @description An equation to try.
         */
        CheckWish: {
            /**
             * Edits
             * @description Equations that were changed, by variable
             * @default {}
             */
            edits: {
                [key: string]: string;
            };
            /** Equation */
            equation: string;
            /**
             * File
             * @description Name of the file that was sent; its ending says what it is
             * @default
             */
            file: string;
            /**
             * Model
             * @description `record`, `drawn:` and a name, a model that ships, or `sent`
             * @default record
             */
            model: string;
            /**
             * State
             * @description An earlier state of a drawn model; as it stands where not given
             * @default
             */
            state: string;
            /**
             * Text
             * @description What is in it
             * @default
             */
            text: string;
            /** Variable */
            variable: string;
        };
        /**
         * Checked
         * @description Whether an equation can be used, and what is wrong with it, at which place.
         */
        Checked: {
            /**
             * Column
             * @description Counted from 1
             */
            column?: number | null;
            /**
             * Remedy
             * @default
             */
            remedy: string;
            /**
             * Units
             * @description Units that do not fit, in words
             * @default
             */
            units: string;
            /** Usable */
            usable: boolean;
            /**
             * What
             * @default
             */
            what: string;
        };
        /**
         * Choice
         * @description A possible answer, and what would be left if it were given.
         */
        Choice: {
            /** Label */
            label: string;
            /**
             * Leaves
             * @description Outcomes that would still be possible, over all open tables
             */
            leaves: number | null;
            /**
             * Possible
             * @description Whether earlier answers leave it possible
             */
            possible: boolean;
            /** Value */
            value: string;
        };
        /**
         * ChoicesSaid
         * @description What choices give.
         */
        ChoicesSaid: {
            /**
             * Level
             * @description Share of the possible weights that lie between low and high
             */
            level: number;
            /** @description Null where all is as good as decided */
            question: components["schemas"]["ProfileQuestion"] | null;
            /**
             * Weights
             * @description Of the group's criteria or parts
             */
            weights: {
                [key: string]: components["schemas"]["SureWeight"];
            };
        };
        /**
         * ChoicesWish
         * @description What a judge chose so far.
         */
        ChoicesWish: {
            /**
             * Choices
             * @default []
             */
            choices: components["schemas"]["ProfileChoice"][];
            /**
             * Group
             * @description `criteria`, or the criterion whose parts are weighed
             * @default criteria
             */
            group: string;
        };
        /**
         * ClaimShape
         * @description One value said of the actor; claims that disagree all stay visible; `version` goes back with an edit.
         */
        ClaimShape: {
            /** As Of */
            as_of: string | null;
            /** Assessor */
            assessor: string | null;
            /** Confidence */
            confidence: number | null;
            /** Evidence */
            evidence: number | null;
            /** Field */
            field: string;
            /** Id */
            id: number;
            /** Unit */
            unit: string | null;
            /** Valid From */
            valid_from: string | null;
            /** Valid To */
            valid_to: string | null;
            /** Value */
            value: string | number | boolean | null;
            /** Version */
            version: number;
        };
        /**
         * ClaimStep
         * @description Say something of the actor; `instead` corrects an own claim.
         */
        ClaimStep: {
            /**
             * As Of
             * @description A year, a month or a day: 2024, 2024-05, 2024-05-17
             */
            as_of?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "claim";
            /** Field */
            field: string;
            /** Instead */
            instead?: number | null;
            /**
             * Unit
             * @default
             */
            unit: string;
            /**
             * Valid From
             * @description A year, a month or a day: 2024, 2024-05, 2024-05-17
             */
            valid_from?: string | null;
            /**
             * Valid To
             * @description A year, a month or a day: 2024, 2024-05, 2024-05-17
             */
            valid_to?: string | null;
            /** Value */
            value: string | number | boolean | null;
            /**
             * Version
             * @default 0
             */
            version: number;
        };
        /**
         * Coming
         * @description The next question, and why it is asked.
         */
        Coming: {
            /**
             * About
             * @description What its answer helps to decide
             */
            about: string[];
            /**
             * Bits
             * @description What its answer is expected to tell, in bits
             */
            bits: number;
            /** Choices */
            choices: components["schemas"]["Choice"][];
            /** Explanation */
            explanation: string;
            /** Name */
            name: string;
            /** Text */
            text: string;
        };
        /**
         * Comparison
         * @description A comparison that the others contradict most.
         */
        Comparison: {
            /** First */
            first: string;
            /**
             * Follows
             * @description The same as the weights have it, which follow from all comparisons
             */
            follows: number;
            /**
             * Said
             * @description How many times the first outweighs the second, as it was said
             */
            said: number;
            /** Second */
            second: string;
        };
        /**
         * CriterionPart
         * @description What candidates are judged by, in one question.
         */
        CriterionPart: {
            /** Asks */
            asks: string;
            /**
             * Cost
             * @description Whether a higher level is worse
             */
            cost: boolean;
            /** Id */
            id: string;
            /** Levels */
            levels: components["schemas"]["PartLevel"][];
            /**
             * Measure
             * @description The computation by which the record answers; null where only raters can
             */
            measure: string | null;
            /** Name */
            name: string;
            /**
             * Weight
             * @description Share of all, by default
             */
            weight: number;
        };
        /**
         * CriterionShape
         * @description A criterion with its parts.
         */
        CriterionShape: {
            /** Means */
            means: string;
            /** Name */
            name: string;
            /** Parts */
            parts: components["schemas"]["CriterionPart"][];
            /** Weight */
            weight: number;
        };
        /**
         * Decision
         * @description Who decided that a mention is this actor, why, and how sure.
         */
        Decision: {
            /** Batch */
            batch: number | null;
            /** Decided By */
            decided_by: string | null;
            /** Probability */
            probability: number | null;
            /** Reason */
            reason: string | null;
        };
        /**
         * DecisionState
         * @description What a decision table still allows.
         */
        DecisionState: {
            /** Decided */
            decided: boolean;
            /** Goal */
            goal: boolean;
            /** Jurisdiction */
            jurisdiction: string;
            /** Outcomes */
            outcomes: components["schemas"]["OutcomeState"][];
            /** Question */
            question: string;
            /** Rules */
            rules: components["schemas"]["RuleShape"][];
            /** Table */
            table: string;
            /** Title */
            title: string;
        };
        /**
         * DecisionWish
         * @description A decision to keep: who was chosen, why, who dissented; how the candidates stand is kept with it.
         */
        DecisionWish: {
            /**
             * Add Tie
             * @description Put the partnership on the map, as your own statement
             * @default false
             */
            add_tie: boolean;
            /** As-Of */
            "as-of"?: string | null;
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * By
             * @default
             */
            by: string;
            /**
             * Candidate
             * @description Ids or names, two or more
             * @default []
             */
            candidate: string[];
            /**
             * Chosen
             * @description Null for none of them
             */
            chosen: number | null;
            /**
             * Dissent
             * @description `WHO: WHAT`
             * @default []
             */
            dissent: string[];
            /**
             * Draws
             * @default 20000
             */
            draws: number;
            /**
             * Drop
             * @description Parts or criteria to leave out
             * @default []
             */
            drop: string[];
            /** Name */
            name: string;
            /**
             * On
             * @description The day of the judgement; today where not given
             */
            on?: string | null;
            /**
             * Prefer
             * @description Which stands where both tell
             * @default record
             * @enum {string}
             */
            prefer: "record" | "raters";
            /** Reasons */
            reasons: string[];
            /**
             * Seed
             * @default 0
             */
            seed: number;
            /** Seeker */
            seeker: string;
            /**
             * Weight
             * @description `name=number` of a criterion or a part; all alike where not given
             * @default []
             */
            weight: string[];
        };
        /**
         * DiagramWish
         * @description A causal-loop diagram as a file.
         */
        DiagramWish: {
            /**
             * Edits
             * @description Equations that were changed, by variable
             * @default {}
             */
            edits: {
                [key: string]: string;
            };
            /**
             * File
             * @description Name of the file that was sent; its ending says what it is
             * @default
             */
            file: string;
            /**
             * Form
             * @default svg
             * @enum {string}
             */
            form: "svg" | "dot" | "kumu";
            /**
             * Model
             * @description `record`, `drawn:` and a name, a model that ships, or `sent`
             * @default record
             */
            model: string;
            /**
             * State
             * @description An earlier state of a drawn model; as it stands where not given
             * @default
             */
            state: string;
            /**
             * Still
             * @description Whether constants, tables and data are in it too
             * @default false
             */
            still: boolean;
            /**
             * Text
             * @description What is in it
             * @default
             */
            text: string;
        };
        /**
         * DossierChoice
         * @description Something that a dossier can hold.
         */
        DossierChoice: {
            /** Detail */
            detail: string;
            /** Label */
            label: string;
            /** Name */
            name: string;
            /**
             * Room
             * @enum {string}
             */
            room: "record" | "views" | "network" | "velocity" | "partnerships" | "pathway";
        };
        /**
         * DossierChoices
         * @description What a dossier of this record can hold.
         */
        DossierChoices: {
            /** Choices */
            choices: components["schemas"]["DossierChoice"][];
            /** Title */
            title: string;
        };
        /**
         * DrawnLink
         * @description What reads what; its polarity as a run of the finished model tells it, or as the equation alone does.
         */
        DrawnLink: {
            /**
             * Contradicts
             * @description Whether the equation says another polarity than was stated
             */
            contradicts: boolean;
            /** Delayed */
            delayed: boolean;
            /**
             * Flow
             * @enum {integer}
             */
            flow: -1 | 0 | 1;
            /**
             * Polarity
             * @enum {string}
             */
            polarity: "+" | "-" | "±" | "";
            /** Source */
            source: string;
            /**
             * Stated
             * @description The polarity that somebody stated, before or beside the equation
             * @enum {string}
             */
            stated: "+" | "-" | "";
            /** Target */
            target: string;
            /** Waiting */
            waiting: boolean;
        };
        /**
         * DrawnModel
         * @description A model that is drawn, as it stands in the record.
         */
        DrawnModel: {
            /**
             * Batch
             * @description The record's latest batch
             */
            batch: number;
            /** Links */
            links: components["schemas"]["DrawnLink"][];
            /**
             * Method
             * @enum {string}
             */
            method: "euler" | "rk4" | "rk45";
            /**
             * Missing
             * @description Variables without an equation
             */
            missing: string[];
            /** Name */
            name: string;
            /**
             * Problem
             * @description Why the model cannot run though nothing is missing
             */
            problem: string;
            /** Start */
            start: number;
            /**
             * State
             * @description A short name of exactly this state
             */
            state: string;
            /** Step */
            step: number;
            /** Stop */
            stop: number;
            /** Time Units */
            time_units: string;
            /** Units */
            units: components["schemas"]["UnitProblem"][];
            /** Variables */
            variables: components["schemas"]["DrawnVariable"][];
            /** Version */
            version: number;
        };
        /**
         * DrawnVariable
         * @description A variable of a drawing.
         */
        DrawnVariable: {
            /** At */
            at: number[];
            /**
             * Between
             * @enum {string}
             */
            between: "clamped" | "extrapolated" | "stepped";
            /** Equation */
            equation: string;
            /** Finished */
            finished: boolean;
            /** High */
            high: number | null;
            /** Inflows */
            inflows: string[];
            /**
             * Kind
             * @enum {string}
             */
            kind: "stock" | "flow" | "aux" | "lookup";
            /** Low */
            low: number | null;
            /** Name */
            name: string;
            /** Non Negative */
            non_negative: boolean;
            /** Note */
            note: string;
            /** Outflows */
            outflows: string[];
            /** Points */
            points: [
                number,
                number
            ][];
            /** Units */
            units: string;
            /**
             * Waiting
             * @description Linked to it, but not in its equation yet
             */
            waiting: string[];
        };
        /**
         * EndStep
         * @description Say until when an own tie or claim held.
         */
        EndStep: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "end";
            /** Id */
            id: number;
            /** On */
            on: string;
            /**
             * Table
             * @enum {string}
             */
            table: "tie" | "claim";
            /** Version */
            version: number;
        };
        /**
         * EngagementStep
         * @description Who engages a stakeholder, how and by when; what is left out stays as it was.
         */
        EngagementStep: {
            /** Actor */
            actor: number;
            /**
             * Author
             * @default
             */
            author: string;
            /** By */
            by?: string | null;
            /** Done */
            done?: boolean | null;
            /** How */
            how?: string | null;
            /** Owner */
            owner?: string | null;
        };
        /**
         * EventShape
         * @description Something dated that happened; `actual` is false for what was only planned.
         */
        EventShape: {
            /** Actual */
            actual: boolean;
            /** Date */
            date: string | null;
            /** Evidence */
            evidence: number | null;
            /** Id */
            id: number;
            /** Initiative */
            initiative: number | null;
            /** Kind */
            kind: string;
            /** Role */
            role: string | null;
        };
        /**
         * EvidenceShape
         * @description The source record behind a tie or a claim; an address is http or https or absent.
         */
        EvidenceShape: {
            /** Address */
            address: string | null;
            /** Date */
            date: string | null;
            /** Id */
            id: number;
            /** Id In Source */
            id_in_source: string;
            /** Label */
            label: string;
            /** Own Statement */
            own_statement: boolean;
            /** Read On */
            read_on: string | null;
            /** Said By */
            said_by?: string | null;
            /** Source */
            source: string;
            /** Title */
            title: string | null;
        };
        /**
         * ExpectationMet
         * @description What came of an expectation.
         */
        ExpectationMet: {
            /**
             * Author
             * @default
             */
            author: string;
            /** Claim */
            claim: number;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "yes" | "partly" | "no";
            /**
             * Said By
             * @default
             */
            said_by: string;
        };
        /**
         * ExpectationSaid
         * @description What an actor expects of another, or of the ecosystem, and by when.
         */
        ExpectationSaid: {
            /** Actor */
            actor: number;
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * Due
             * @description The day of the judgement; today where not given
             */
            due?: string | null;
            /**
             * Evidence
             * @description Web address of what it rests on
             */
            evidence?: string | null;
            /**
             * Of
             * @description Of the ecosystem where not given
             */
            of?: number | null;
            /**
             * Said By
             * @default
             */
            said_by: string;
            /** Text */
            text: string;
        };
        /**
         * Failure
         * @description What went wrong: an error of `ecotone.errors`, its parts apart and as one message.
         */
        Failure: {
            /** Expected */
            expected?: string | null;
            /** Got */
            got?: string | null;
            /** Kind */
            kind: string;
            /** Message */
            message: string;
            /** Remedy */
            remedy?: string | null;
            /** What */
            what: string;
            /** Where */
            where?: string | null;
        };
        /**
         * FailureAnswer
         * @description The body of every answer that is not a success.
         */
        FailureAnswer: {
            error: components["schemas"]["Failure"];
        };
        /**
         * FeeShape
         * @description A fee of a step on the day, or the last that was known.
         */
        FeeShape: {
            /** Amount */
            amount: number | null;
            /** Citation */
            citation: string;
            /** Currency */
            currency: string;
            /** Of The Day */
            of_the_day: boolean;
            /** Small */
            small: number | null;
            /** Source */
            source: string;
            /** Title */
            title: string;
            /** Until */
            until: string;
        };
        /**
         * FieldEntry
         * @description Something that a map can colour by.
         */
        FieldEntry: {
            /**
             * Actors
             * @description Number of actors that have one
             */
            actors: number;
            /** Label */
            label: string;
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "category" | "number" | "date";
            /**
             * Values
             * @description Number of distinct values
             */
            values: number;
        };
        /**
         * FileWish
         * @description Which format, which scope, and which actors of it; all where none are listed.
         */
        FileWish: {
            /** Actors */
            actors?: number[] | null;
            /**
             * Format
             * @enum {string}
             */
            format: "gexf" | "graphml" | "pajek";
            /**
             * Scope
             * @description Conditions as in the query of other routes
             * @default {}
             */
            scope: {
                [key: string]: string;
            };
        };
        /**
         * Found
         * @description An actor that a search found, and the name that matched.
         */
        Found: {
            /** City */
            city: string | null;
            /** Country */
            country: string | null;
            /** Id */
            id: number;
            /** Matched */
            matched: string | null;
            /** Name */
            name: string;
            sector: components["schemas"]["Sector"] | null;
        };
        /**
         * Given
         * @description An answer that was given, or that follows from others.
         */
        Given: {
            /** Answer */
            answer: string;
            /** Follows */
            follows: boolean;
            /** Label */
            label: string;
            /** Name */
            name: string;
            /** Question */
            question: string;
            /** Why */
            why: string;
        };
        /**
         * Health
         * @description Whether the server can read its record.
         */
        Health: {
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "unwell";
            /**
             * Title
             * @description The record's title; only told to who holds the token
             */
            title: string | null;
            /** Version */
            version: string;
        };
        /**
         * History
         * @description The record's batches, the latest first.
         */
        History: {
            /** Batches */
            batches: components["schemas"]["BatchEntry"][];
        };
        /**
         * HomeAnswer
         * @description What the first page shows beside the six lines.
         */
        HomeAnswer: {
            /** Batch */
            batch: number;
            /**
             * Changes
             * @description Batches after the one that was seen last, the latest first
             */
            changes: components["schemas"]["BatchEntry"][];
            /** Lacks */
            lacks: components["schemas"]["Lack"][];
            /**
             * More
             * @description Later batches that are not listed
             */
            more: number;
        };
        /**
         * ImpactWish
         * @description A partnership to follow: what it should bring, and how often it is reviewed.
         */
        ImpactWish: {
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * Every
             * @description Months between reviews
             * @default 6
             */
            every: number;
            /**
             * Expected
             * @description ties, reach, bridges, days, technologies
             * @default {}
             */
            expected: {
                [key: string]: number;
            };
            /**
             * Indicators
             * @description `name=…; unit=…; baseline=…; target=…; date=…`
             * @default []
             */
            indicators: string[];
            /** Name */
            name: string;
            /** Partner */
            partner: number;
            /** Seeker */
            seeker: number;
            /** Start */
            start: string;
        };
        /**
         * InitiativeShape
         * @description An innovation on its way to patients in which the actor has a part.
         */
        InitiativeShape: {
            /** Id */
            id: number;
            /** Id In Source */
            id_in_source: string | null;
            /** Kind */
            kind: string;
            /** Title */
            title: string;
        };
        /**
         * InterestWish
         * @description An interest in an actor, or, with no actor, that there is none.
         */
        InterestWish: {
            /**
             * Actor
             * @description By id or name; where not given, the rater declares to have no interest
             */
            actor?: string | null;
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * Candidate
             * @description Of whom is asked whether they are barred now
             * @default []
             */
            candidate: string[];
            /**
             * Rater
             * @default
             */
            rater: string;
            /**
             * Way
             * @default interest
             * @enum {string}
             */
            way: "belongs" | "interest";
            /**
             * What
             * @description In the rater's words
             * @default
             */
            what: string;
        };
        /**
         * Job
         * @description Long work that the server does apart.
         */
        Job: {
            /** Answer */
            answer: {
                [key: string]: unknown;
            } | null;
            /** Created */
            created: string;
            /** Ended */
            ended: string | null;
            error: components["schemas"]["Failure"] | null;
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Messages */
            messages: string[];
            progress: components["schemas"]["Progress"];
            /** Started */
            started: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "done" | "failed" | "cancelled";
            /** Title */
            title: string;
        };
        /**
         * Jobs
         * @description The jobs of this record, the latest first.
         */
        Jobs: {
            /** Jobs */
            jobs: components["schemas"]["Job"][];
        };
        /**
         * JudgeGone
         * @description A judge whose weights no longer count.
         */
        JudgeGone: {
            /**
             * Author
             * @default
             */
            author: string;
            /** Judge */
            judge: string;
        };
        /**
         * JudgeWeights
         * @description What a judge said of the weights, part by part.
         */
        JudgeWeights: {
            /** Name */
            name: string;
            /** Shares */
            shares: {
                [key: string]: number;
            };
            /** Way */
            way: string;
        };
        /**
         * JudgeWish
         * @description Weights that a judge gives: as numbers, by comparing pairs, or by choosing between profiles; one of the three.
         */
        JudgeWish: {
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * Choices
             * @default []
             */
            choices: components["schemas"]["ProfileChoice"][];
            /**
             * Comparisons
             * @description How many times the first outweighs the second, by `first > second`
             * @default {}
             */
            comparisons: {
                [key: string]: number;
            };
            /**
             * Judge
             * @default
             */
            judge: string;
            /**
             * Weights
             * @description Of criteria or parts
             * @default {}
             */
            weights: {
                [key: string]: number;
            };
        };
        /**
         * KeptState
         * @description A state of a model that stays as it is, whatever becomes of the model.
         */
        KeptState: {
            /** Batch */
            batch: number;
            /** State */
            state: string;
        };
        /**
         * KindCount
         * @description A kind of tie, what its ends are, what its weight counts, and how many ties are of it.
         */
        KindCount: {
            /** Count */
            count: number;
            /** Directed */
            directed: boolean;
            /** Label */
            label: string;
            /** Name */
            name: string;
            /** Source Role */
            source_role: string;
            /** Target Role */
            target_role: string;
            /** Weight */
            weight: string;
        };
        /**
         * Lack
         * @description Something that the record lacks, how much of it, and where it is mended.
         */
        Lack: {
            /** Count */
            count: number;
            /**
             * Names
             * @description Which, where they are few
             */
            names: string[];
            /** Of */
            of: number;
            /** To */
            to: string | null;
            /**
             * What
             * @enum {string}
             */
            what: "undated" | "unmatched" | "review" | "sector" | "alone" | "thin" | "place";
        };
        /**
         * Line
         * @description One question and its answer in one line.
         */
        Line: {
            /**
             * Known
             * @description False where the record cannot answer yet; the line then says what is missing
             */
            known: boolean;
            /** Line */
            line: string;
            /**
             * Question
             * @enum {string}
             */
            question: "who" | "network" | "dynamics" | "partnerships" | "velocity" | "report";
            /**
             * To
             * @description Where more is said, the best place first; a page that has no such screen takes the next
             */
            to: string[];
        };
        /**
         * LinkMade
         * @description A new link: its path is told this once.
         */
        LinkMade: {
            /** Ends */
            ends: string;
            /** Name */
            name: string;
            /** Path */
            path: string;
        };
        /**
         * LinkShape
         * @description A link that holds: whom it asks about whom, never the link itself.
         */
        LinkShape: {
            /** Candidates */
            candidates: string[];
            /** Ends */
            ends: string;
            /** Name */
            name: string;
            /** Seeker */
            seeker: string;
        };
        /**
         * LinkTwo
         * @description Link two variables, or take away a link that waits.
         */
        LinkTwo: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "link" | "unlink";
            /**
             * Polarity
             * @default
             * @enum {string}
             */
            polarity: "+" | "-" | "";
            /**
             * Source
             * @description Name of a variable; a longer one than fits is refused with its reason
             */
            source: string;
            /**
             * Target
             * @description Name of a variable; a longer one than fits is refused with its reason
             */
            target: string;
        };
        /**
         * LinkWish
         * @description Who is to rate whom, and how long the link holds.
         */
        LinkWish: {
            /**
             * Candidates
             * @description Ids or names
             */
            candidates: string[];
            /**
             * Days
             * @default 14
             */
            days: number;
            /** Name */
            name: string;
            /** Seeker */
            seeker: string;
        };
        /**
         * Links
         * @description The links of a record.
         */
        Links: {
            /** Links */
            links: components["schemas"]["LinkShape"][];
            /**
             * Possible
             * @description Whether this server lets people in by links: where users sign in
             */
            possible: boolean;
        };
        /**
         * LinksGone
         * @description Whose links no longer open anything.
         */
        LinksGone: {
            /** Name */
            name: string;
        };
        /**
         * LinksRevoked
         * @description How many there were.
         */
        LinksRevoked: {
            /** Revoked */
            revoked: number;
        };
        /**
         * LoopShape
         * @description A feedback loop with its part in what happens.
         */
        LoopShape: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "R" | "B" | "U";
            /** Name */
            name: string;
            /** Partition */
            partition: number;
            /**
             * Relative
             * @description Part at each time, negative where balancing
             */
            relative: (number | null)[];
            /**
             * Share
             * @description Mean part in the behaviour of its partition
             */
            share: number;
            /** Title */
            title: string;
            /** Variables */
            variables: string[];
        };
        /**
         * LoopsAnswer
         * @description The loops of a model, strongest first.
         */
        LoopsAnswer: {
            /**
             * Carried
             * @description Whether the shares are of what the policies change, not of what happens
             */
            carried: boolean;
            /** Complete */
            complete: boolean;
            /** Found */
            found: number;
            /**
             * Independent
             * @description How many independent loops there are, where only such were asked for
             * @default 0
             */
            independent: number;
            /** Loops */
            loops: components["schemas"]["LoopShape"][];
            /** Strongest */
            strongest: components["schemas"]["Stretch"][];
            /** Time */
            time: number[];
        };
        /**
         * LoopsWish
         * @description Loops of what happens, or of what the policies change; all, or the shortest independent loop set.
         */
        LoopsWish: {
            /**
             * Carried
             * @default false
             */
            carried: boolean;
            /**
             * Constants
             * @default {}
             */
            constants: {
                [key: string]: number;
            };
            /**
             * Edits
             * @description Equations that were changed, by variable
             * @default {}
             */
            edits: {
                [key: string]: string;
            };
            /**
             * File
             * @description Name of the file that was sent; its ending says what it is
             * @default
             */
            file: string;
            /**
             * Independent
             * @default false
             */
            independent: boolean;
            /**
             * Model
             * @description `record`, `drawn:` and a name, a model that ships, or `sent`
             * @default record
             */
            model: string;
            /**
             * Policies
             * @default []
             */
            policies: string[];
            /**
             * Start
             * @description When the policies begin
             * @default 2
             */
            start: number;
            /**
             * State
             * @description An earlier state of a drawn model; as it stands where not given
             * @default
             */
            state: string;
            /**
             * Text
             * @description What is in it
             * @default
             */
            text: string;
        };
        /**
         * MapActors
         * @description The actors of a map as columns of equal length. Coordinates lie within -1 and 1.
         */
        MapActors: {
            /** City */
            city: (string | null)[];
            /** Component */
            component: number[];
            /** Country */
            country: (string | null)[];
            /** Fields */
            fields: {
                [key: string]: (string | number | boolean | null)[];
            };
            /** Id */
            id: number[];
            /** Measures */
            measures: {
                [key: string]: (number | null)[];
            };
            /** Name */
            name: string[];
            /** Region */
            region: (string | null)[];
            /** Sector */
            sector: (string | null)[];
            /** X */
            x: number[];
            /** Y */
            y: number[];
        };
        /**
         * MapAnswer
         * @description Everything needed to draw the map.
         */
        MapAnswer: {
            actors: components["schemas"]["MapActors"];
            /** @description Where there are more ties than can be drawn one by one */
            groups?: components["schemas"]["MapGroups"] | null;
            /**
             * Layout
             * @description How the actors were placed
             * @enum {string}
             */
            layout: "force" | "circular" | "bands";
            read_at: components["schemas"]["AnswerReadAt"];
            /** Scope */
            scope: {
                [key: string]: string;
            };
            /** Seed */
            seed: number;
            ties: components["schemas"]["MapTies"];
            /** Warnings */
            warnings: string[];
        };
        /**
         * MapGroups
         * @description Groups of actors as columns of equal length, and those that were opened; ends of ties count on from the actors.
         */
        MapGroups: {
            /** Actors */
            actors: number[];
            /** By */
            by: string;
            /**
             * Inside
             * @description Ties among its own actors, one for each source record
             */
            inside: number[];
            /**
             * Key
             * @description What opens it; `-` holds those not known or without ties, `*` the smaller ones together
             */
            key: string[];
            /** Label */
            label: string[];
            /**
             * Leads
             * @description The actors with the strongest ties
             */
            leads: string[][];
            /** Of Actors */
            of_actors: number;
            /** Of Ties */
            of_ties: number;
            /**
             * Opened
             * @description Keys of the groups whose actors came out
             */
            opened: string[];
            /** Opened Actors */
            opened_actors: number[];
            /** Opened Labels */
            opened_labels: string[];
            /**
             * Opened Of
             * @description For each actor the group that it came out of: index into `opened`
             */
            opened_of: number[];
            /**
             * Opens
             * @description What comes out when it is opened
             */
            opens: (("actors" | "groups") | null)[];
            /**
             * Sector
             * @description What most of its actors are
             */
            sector: (string | null)[];
            /** Weight Inside */
            weight_inside: number[];
        };
        /**
         * MapTies
         * @description The ties of a map as columns of equal length; one row for each pair and kind, its statements added up.
         */
        MapTies: {
            /** Directed */
            directed: boolean[];
            /**
             * Evidence
             * @description Number of source records behind the tie
             */
            evidence: number[];
            /**
             * From
             * @description Earliest start; null where unknown
             */
            from: (string | null)[];
            /** Kind */
            kind: string[];
            /**
             * Source
             * @description Index into the actors' columns
             */
            source: number[];
            /**
             * Target
             * @description Index into the actors' columns
             */
            target: number[];
            /**
             * To
             * @description Latest end; null where open or unknown
             */
            to: (string | null)[];
            /** Weight */
            weight: number[];
        };
        /**
         * MatchWish
         * @description Match with a registry that is kept.
         */
        MatchWish: {
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * Dry Run
             * @description Say what would be found, and change nothing
             * @default false
             */
            dry_run: boolean;
            /** Registry */
            registry: string;
        };
        /**
         * MatrixActor
         * @description An actor of the matrix.
         */
        MatrixActor: {
            /** Id */
            id: number;
            /** Name */
            name: string;
        };
        /**
         * MatrixCell
         * @description What one actor needs and offers of one capability.
         */
        MatrixCell: {
            /** Actor */
            actor: number;
            /**
             * By
             * @description Who else offers it
             */
            by: string[];
            /** Capability */
            capability: string;
            /** Need */
            need: number | null;
            /** Offer */
            offer: number | null;
            /**
             * Share
             * @description How far the best offer of another meets the need
             */
            share: number | null;
        };
        /**
         * Me
         * @description Who is signed in, and what they may do; no name where nobody needs to sign in.
         */
        Me: {
            /** Name */
            name: string | null;
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "commenter" | "rater" | "editor" | "owner";
        };
        /**
         * Measure
         * @description A registered measure: its name, its formula, and what it does and does not mean.
         */
        Measure: {
            /** Caveat */
            caveat: string;
            /** Direction */
            direction: string;
            /** Formula */
            formula: string;
            /** Label */
            label: string;
            /** Meaning */
            meaning: string;
            /** Name */
            name: string;
            /** Reference */
            reference: string;
            /** Weight */
            weight: string;
        };
        /**
         * MentionShape
         * @description A name as a source wrote it; `own` is the one that the user's statements of the actor hang on.
         */
        MentionShape: {
            decision: components["schemas"]["Decision"];
            /** Evidence */
            evidence: number | null;
            /** Id */
            id: number;
            /** Id In Source */
            id_in_source: string | null;
            /** Name */
            name: string;
            /** Own */
            own: boolean;
            place: components["schemas"]["PlaceShape"];
            /** Role */
            role: string | null;
            /** Source */
            source: string;
        };
        /**
         * Merge
         * @description Make `actor` one with `into`: its mentions move, nothing is lost.
         */
        Merge: {
            /** Actor */
            actor: number;
            /**
             * Author
             * @default
             */
            author: string;
            /** Into */
            into: number;
            /** Reason */
            reason: string;
        };
        /**
         * ModelGone
         * @description A drawn model to take away.
         */
        ModelGone: {
            /**
             * Author
             * @default
             */
            author: string;
            /** Name */
            name: string;
            /** Version */
            version?: number | null;
        };
        /**
         * ModelLine
         * @description A model that can be opened.
         */
        ModelLine: {
            /** Name */
            name: string;
            /**
             * Text
             * @description What it is of
             */
            text: string;
            /** Title */
            title: string;
            /** Variables */
            variables: number;
        };
        /**
         * ModelLink
         * @description What an equation reads.
         */
        ModelLink: {
            /**
             * Delayed
             * @description Whether it is read through a delay or a smooth
             */
            delayed: boolean;
            /**
             * Flow
             * @enum {integer}
             */
            flow: -1 | 0 | 1;
            /**
             * Polarity
             * @enum {string}
             */
            polarity: "+" | "-" | "±" | "";
            /** Source */
            source: string;
            /** Target */
            target: string;
        };
        /**
         * ModelNamed
         * @description A drawn model that is meant.
         */
        ModelNamed: {
            /**
             * Author
             * @default
             */
            author: string;
            /** Name */
            name: string;
        };
        /**
         * ModelVariable
         * @description A variable with its equation and its place in the diagram.
         */
        ModelVariable: {
            /**
             * At
             * @description Place in the diagram without constants
             */
            at: number[] | null;
            /**
             * At All
             * @description Place in the diagram of all
             */
            at_all: number[];
            /** Editable */
            editable: boolean;
            /**
             * Equation
             * @description As it can be edited; of a stock its initial value
             */
            equation: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "stock" | "flow" | "aux" | "constant" | "lookup" | "data";
            /** Line */
            line: number;
            /** Name */
            name: string;
            /** Note */
            note: string;
            /** @description Of a constant */
            number: components["schemas"]["Number"] | null;
            /**
             * Points
             * @description Of a graphical function
             */
            points: number[][];
            /** Units */
            units: string;
            /**
             * Whole
             * @description As people read it
             */
            whole: string;
        };
        /**
         * Move
         * @description Put variables elsewhere.
         */
        Move: {
            /** At */
            at: {
                [key: string]: [
                    number,
                    number
                ];
            };
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "move";
        };
        /**
         * NeedsMatrix
         * @description Who needs and offers what; only actors and capabilities of which something is said.
         */
        NeedsMatrix: {
            /** Actors */
            actors: components["schemas"]["MatrixActor"][];
            /** Capabilities */
            capabilities: components["schemas"]["CapabilityChoice"][];
            /** Cells */
            cells: components["schemas"]["MatrixCell"][];
        };
        /**
         * NewActor
         * @description An actor to add.
         */
        NewActor: {
            /**
             * Address
             * @description Its web address
             * @default
             */
            address: string;
            /**
             * Author
             * @default
             */
            author: string;
            /** City */
            city?: string | null;
            /** Country */
            country?: string | null;
            /**
             * Kind
             * @default organisation
             * @enum {string}
             */
            kind: "organisation" | "unit" | "community" | "role" | "person";
            /** Latitude */
            latitude?: number | null;
            /** Longitude */
            longitude?: number | null;
            /** Name */
            name: string;
            /** Region */
            region?: string | null;
            sector?: components["schemas"]["Sector"] | null;
            /**
             * Source
             * @description The source in a few words
             * @default
             */
            source: string;
        };
        /**
         * NewModel
         * @description A model to begin: from nothing, or as a copy of one that is open.
         */
        NewModel: {
            /**
             * Author
             * @default
             */
            author: string;
            /** Name */
            name: string;
            /** @description What is copied, with its edits; nothing where not given */
            of?: components["schemas"]["Subject"] | null;
        };
        /**
         * NewNote
         * @description A note, which never leaves in a shared copy.
         */
        NewNote: {
            /**
             * Author
             * @default
             */
            author: string;
            /** Text */
            text: string;
        };
        /**
         * NoteShape
         * @description A note about an actor; it never leaves in a shared copy.
         */
        NoteShape: {
            /** Author */
            author: string;
            /** Id */
            id: number;
            /** Text */
            text: string;
            /** Version */
            version: number;
            /** Written On */
            written_on: string;
        };
        /**
         * Number
         * @description What a constant is, and where it comes from.
         */
        Number: {
            /**
             * Basis
             * @enum {string}
             */
            basis: "record" | "assumption" | "model";
            /** Evidence */
            evidence: number[];
            /** High */
            high: number;
            /** Low */
            low: number;
            /** Source */
            source: string;
            /** Value */
            value: number;
        };
        /**
         * Numbers
         * @description Give numbers the values with which a scenario was run.
         */
        Numbers: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "numbers";
            /** Values */
            values: {
                [key: string]: number;
            };
            /**
             * Was
             * @description The equations beside which the scenario was seen
             * @default {}
             */
            was: {
                [key: string]: string;
            };
        };
        /**
         * OutcomeState
         * @description One outcome of a decision.
         */
        OutcomeState: {
            /** Certain */
            certain: boolean;
            /** Label */
            label: string;
            /** Possible */
            possible: boolean;
            /**
             * Share
             * @description Each combination of open answers counts the same; no probability
             */
            share: number | null;
            /** Value */
            value: string;
        };
        /**
         * PairsSaid
         * @description What comparisons give.
         */
        PairsSaid: {
            /**
             * Acceptable
             * @description Above this ratio it is worth asking again
             */
            acceptable: number;
            at_odds: components["schemas"]["Comparison"] | null;
            /**
             * Ratio
             * @description Consistency ratio
             */
            ratio: number | null;
            /**
             * Waiting
             * @description Pairs that were not compared, those to ask first leading
             */
            waiting: [
                string,
                string
            ][];
            /**
             * Weights
             * @description Empty while the items are not linked by comparisons
             */
            weights: {
                [key: string]: number;
            };
        };
        /**
         * PairsWish
         * @description What a judge said of pairs so far.
         */
        PairsWish: {
            /**
             * Comparisons
             * @description How many times the first outweighs the second, by `first > second`
             * @default {}
             */
            comparisons: {
                [key: string]: number;
            };
            /**
             * Group
             * @description `criteria`, or the criterion whose parts are compared
             * @default criteria
             */
            group: string;
        };
        /**
         * PartLevel
         * @description A level of a part with the sentence that anchors it.
         */
        PartLevel: {
            /** Level */
            level: number;
            /** Says */
            says: string;
        };
        /**
         * PartnerCandidate
         * @description A candidate with what each part is worth: from 0 for the worst to 1 for the best.
         */
        PartnerCandidate: {
            /**
             * Anyone
             * @description The same with all weights equally likely
             */
            anyone: number;
            /**
             * First
             * @description Share of draws in which it comes first, under these weights
             */
            first: number;
            /** High */
            high: number;
            /** Id */
            id: number;
            /** Low */
            low: number;
            /** Name */
            name: string;
            /**
             * Places
             * @description Share of draws in which it takes the first place, the second and so on
             */
            places: number[];
            /** Rank */
            rank: number;
            /** Score */
            score: number;
            /**
             * Worths
             * @description By the parts that rank; unknown ones at their middle
             */
            worths: {
                [key: string]: number;
            };
        };
        /**
         * PartnerCriteria
         * @description By what partners are judged, and whose weights are kept.
         */
        PartnerCriteria: {
            /** Criteria */
            criteria: components["schemas"]["CriterionShape"][];
            /** Judges */
            judges: components["schemas"]["JudgeWeights"][];
            /**
             * Me
             * @description Who is signed in; empty where nobody signs in
             */
            me: string;
        };
        /**
         * PartnerEvaluation
         * @description How the candidates stand, as numbers for the picture and as the answer that tells it.
         */
        PartnerEvaluation: {
            answer: components["schemas"]["Answer"];
            /**
             * Candidates
             * @description Best first
             */
            candidates: components["schemas"]["PartnerCandidate"][];
            /** Name */
            name: string;
            /** Seeker */
            seeker: number;
            /**
             * Weights
             * @description Of the parts that rank, summing to 1
             */
            weights: {
                [key: string]: number;
            };
            /** Whose */
            whose: string;
        };
        /**
         * PartnerRatings
         * @description What a rater says of a candidate, with evidence or marked as opinion.
         */
        PartnerRatings: {
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * Candidate
             * @description Id or name
             */
            candidate: number | string;
            /**
             * Evidence
             * @description Web address of what it rests on
             */
            evidence?: string | null;
            /** Levels */
            levels: {
                [key: string]: number;
            };
            /**
             * On
             * @description The day of the judgement; today where not given
             */
            on?: string | null;
            /**
             * Opinion
             * @default false
             */
            opinion: boolean;
            /**
             * Rater
             * @default
             */
            rater: string;
            /**
             * Seeker
             * @description Id or name
             */
            seeker: number | string;
        };
        /**
         * PartnershipWritten
         * @description Under which batch it was written.
         */
        PartnershipWritten: {
            /** Batch */
            batch: number;
        };
        /**
         * PathwayState
         * @description What the rules say so far, what is asked next, and the plan.
         */
        PathwayState: {
            answer: components["schemas"]["Answer"];
            /** As Of */
            as_of: string;
            /** Decided */
            decided: boolean;
            /** Decisions */
            decisions: components["schemas"]["DecisionState"][];
            /** Given */
            given: components["schemas"]["Given"][];
            /** Left Out */
            left_out: string[];
            next: components["schemas"]["Coming"] | null;
            /** Notice */
            notice: string;
            /**
             * Possible
             * @description Outcomes that are still possible, over all open tables
             */
            possible: number;
            /** Steps */
            steps: components["schemas"]["StepShape"][];
            /** Where */
            where: string[];
        };
        /**
         * Pipe
         * @description Say out of which stock a flow runs, and into which.
         */
        Pipe: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "pipe";
            /**
             * Name
             * @description Name of a variable; a longer one than fits is refused with its reason
             */
            name: string;
            /**
             * Sink
             * @description Name of a variable; a longer one than fits is refused with its reason
             * @default
             */
            sink: string;
            /**
             * Source
             * @description Name of a variable; a longer one than fits is refused with its reason
             * @default
             */
            source: string;
        };
        /**
         * Place
         * @description A jurisdiction that has rules.
         */
        Place: {
            /** Address */
            address: string;
            /** Authority */
            authority: string;
            /** Label */
            label: string;
            /** Name */
            name: string;
        };
        /**
         * PlaceShape
         * @description Where an actor or mention is.
         */
        PlaceShape: {
            /** City */
            city?: string | null;
            /** Country */
            country?: string | null;
            /** Latitude */
            latitude?: number | null;
            /** Longitude */
            longitude?: number | null;
            /** Region */
            region?: string | null;
        };
        /**
         * PolicyLine
         * @description A policy, what it moves, and what that is assumed to cost.
         */
        PolicyLine: {
            /** Changes */
            changes: string[];
            /**
             * Cost
             * @description Millions a year
             */
            cost: number;
            /** Name */
            name: string;
        };
        /**
         * ProfileChoice
         * @description Which of two partial profiles a judge would rather have, all else being equal.
         */
        ProfileChoice: {
            /** First */
            first: {
                [key: string]: "worst" | "middle" | "best";
            };
            /**
             * Prefers
             * @enum {string}
             */
            prefers: "first" | "second" | "equal";
            /** Second */
            second: {
                [key: string]: "worst" | "middle" | "best";
            };
        };
        /**
         * ProfileQuestion
         * @description The choice to ask about next.
         */
        ProfileQuestion: {
            /** First */
            first: {
                [key: string]: "worst" | "middle" | "best";
            };
            /** Second */
            second: {
                [key: string]: "worst" | "middle" | "best";
            };
        };
        /**
         * Progress
         * @description How far a job is; `total` is null where nobody knows.
         */
        Progress: {
            /** Done */
            done: number;
            /** Total */
            total: number | null;
            /** What */
            what: string;
        };
        /**
         * RaterInterest
         * @description What a rater declared of one actor.
         */
        RaterInterest: {
            /** Actor */
            actor: number;
            /** Name */
            name: string;
            /**
             * Way
             * @enum {string}
             */
            way: "belongs" | "interest";
            /** What */
            what: string;
        };
        /**
         * RaterInterests
         * @description What a rater has declared so far.
         */
        RaterInterests: {
            /** Barred */
            barred: components["schemas"]["Barred"][];
            /**
             * Batch
             * @description The record's latest batch
             */
            batch: number;
            /**
             * Declared
             * @description Whether anything was declared, be it to have none
             */
            declared: boolean;
            /** Interests */
            interests: components["schemas"]["RaterInterest"][];
        };
        /**
         * RaterLevel
         * @description A level that a rater gave.
         */
        RaterLevel: {
            /** Address */
            address: string | null;
            /** Date */
            date: string | null;
            /** Level */
            level: number;
            /** Opinion */
            opinion: boolean;
            /** Part */
            part: string;
        };
        /**
         * RatingScale
         * @description A scale that stakeholders are rated on.
         */
        RatingScale: {
            /** Label */
            label: string;
            /** Levels */
            levels: components["schemas"]["ScaleLevel"][];
            /** Name */
            name: string;
            /** Question */
            question: string;
        };
        /**
         * Record
         * @description What the record holds, in figures, and the words to read it by.
         */
        Record: {
            /** Batch */
            batch: number;
            /** Fields */
            fields: components["schemas"]["FieldEntry"][];
            /** Kinds */
            kinds: components["schemas"]["KindCount"][];
            /** Sectors */
            sectors: components["schemas"]["SectorCount"][];
            /** Sources */
            sources: components["schemas"]["SourceCount"][];
            /** Stats */
            stats: {
                [key: string]: number;
            };
            /** Title */
            title: string;
            /** Warnings */
            warnings: string[];
            years: components["schemas"]["Years"];
        };
        /**
         * RecordSeen
         * @description A record in the folder.
         */
        RecordSeen: {
            /**
             * Address
             * @description Where its pages begin
             */
            address: string;
            /**
             * Changed
             * @description When it was last written
             */
            changed: string;
            /** File */
            file: string;
            /**
             * Here
             * @description Whether it is the one that is being looked at
             */
            here: boolean;
            /**
             * Problem
             * @description Why it cannot be opened now, and what to do
             */
            problem: string | null;
            /**
             * Served
             * @description Whether it is the one that the server was started with
             */
            served: boolean;
            /** Size Bytes */
            size_bytes: number;
            /**
             * Title
             * @description Empty where it has none or cannot be read
             */
            title: string;
        };
        /**
         * Records
         * @description The records in the folder.
         */
        Records: {
            /** Folder */
            folder: string;
            /**
             * More
             * @description Records that are not listed
             */
            more: number;
            /**
             * Offered
             * @description False where this server serves one record only; nothing is listed then
             */
            offered: boolean;
            /** Records */
            records: components["schemas"]["RecordSeen"][];
        };
        /**
         * Registries
         * @description The registries that actors can be matched with at once, the latest first.
         */
        Registries: {
            /** Registries */
            registries: components["schemas"]["RegistryFile"][];
        };
        /**
         * RegistryFile
         * @description A registry that is kept.
         */
        RegistryFile: {
            /** Bytes */
            bytes: number;
            /** Name */
            name: string;
        };
        /**
         * Remove
         * @description Delete a variable.
         */
        Remove: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "remove";
            /**
             * Name
             * @description Name of a variable; a longer one than fits is refused with its reason
             */
            name: string;
            was?: components["schemas"]["Was"] | null;
        };
        /**
         * RemoveActor
         * @description The version that was read.
         */
        RemoveActor: {
            /**
             * Author
             * @default
             */
            author: string;
            /** Version */
            version: number;
        };
        /**
         * RemoveStep
         * @description Take away an own tie or claim, or a note.
         */
        RemoveStep: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "remove";
            /** Id */
            id: number;
            /**
             * Table
             * @enum {string}
             */
            table: "tie" | "claim" | "note";
            /** Version */
            version: number;
        };
        /**
         * Rename
         * @description Give a variable another name.
         */
        Rename: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "rename";
            /**
             * Name
             * @description Name of a variable; a longer one than fits is refused with its reason
             */
            name: string;
            /**
             * New
             * @description Name of a variable; a longer one than fits is refused with its reason
             */
            new: string;
        };
        /**
         * Review
         * @description What waits for a decision, the likeliest first and what was skipped last.
         */
        Review: {
            /**
             * Batch
             * @description The record's latest batch
             */
            batch: number;
            /**
             * Decided
             * @description The batch that this decision is; undo takes it back
             */
            decided?: number | null;
            /** Items */
            items: components["schemas"]["ReviewItem"][];
            /** Summary */
            summary: string;
            /** Warnings */
            warnings: string[];
        };
        /**
         * ReviewDecision
         * @description A decision: take the proposal, it is not that one, the registry does not have it, or later.
         */
        ReviewDecision: {
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * Decision
             * @enum {string}
             */
            decision: "accept" | "reject" | "new" | "skip";
            /**
             * Id
             * @description To accept another organisation than the one proposed
             */
            id?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * ReviewItem
         * @description One thing to decide.
         */
        ReviewItem: {
            /** Actor */
            actor: number;
            /**
             * Id
             * @description Id of the organisation in the registry
             */
            id: string | null;
            /**
             * Into
             * @description The other actor, of a merge
             */
            into: number | null;
            /**
             * Item
             * @description Its name in the queue
             */
            item: string;
            /**
             * Kind
             * @description An actor and an organisation of a registry, or two actors
             * @enum {string}
             */
            kind: "match" | "merge";
            /** Name */
            name: string;
            /** Place */
            place: string;
            /** Probability */
            probability: number;
            /**
             * Proposed
             * @description The organisation, or the other actor
             */
            proposed: string;
            /**
             * Reasons
             * @description What speaks for (+) and against (-)
             */
            reasons: string[];
            /** Skipped */
            skipped: boolean;
        };
        /**
         * ReviewWish
         * @description A review of a partnership.
         */
        ReviewWish: {
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * By
             * @default
             */
            by: string;
            /** Name */
            name: string;
            /**
             * Note
             * @default
             */
            note: string;
            /**
             * On
             * @description The day of the judgement; today where not given
             */
            on?: string | null;
            /**
             * Readings
             * @description What indicators show
             * @default {}
             */
            readings: {
                [key: string]: string;
            };
            /**
             * Source
             * @default
             */
            source: string;
            /** State */
            state?: ("running" | "paused" | "ended") | null;
        };
        /**
         * RuleShape
         * @description A rule that decides, with its citation.
         */
        RuleShape: {
            /** Checked */
            checked: string;
            /** Citation */
            citation: string;
            /** Source */
            source: string;
            /** Status */
            status: string;
            /** Verified */
            verified: boolean;
            /** Why */
            why: string;
        };
        /**
         * RunAnswer
         * @description What a scenario leads to, what the model as it stands leads to, and what lies between, draw by draw.
         */
        RunAnswer: {
            /** Baseline */
            baseline: components["schemas"]["SeriesShape"][];
            /** Difference */
            difference: components["schemas"]["SeriesShape"][];
            /** Members */
            members: number;
            /**
             * Problems
             * @description Values that are not finite
             */
            problems: string[];
            /** Seed */
            seed: number;
            /** Series */
            series: components["schemas"]["SeriesShape"][];
            /** Time */
            time: number[];
        };
        /**
         * RunWish
         * @description A run: one, or many that are drawn from the ranges of what is not known.
         */
        RunWish: {
            /**
             * Constants
             * @default {}
             */
            constants: {
                [key: string]: number;
            };
            /**
             * Edits
             * @description Equations that were changed, by variable
             * @default {}
             */
            edits: {
                [key: string]: string;
            };
            /**
             * File
             * @description Name of the file that was sent; its ending says what it is
             * @default
             */
            file: string;
            /**
             * Members
             * @default 1
             */
            members: number;
            /**
             * Model
             * @description `record`, `drawn:` and a name, a model that ships, or `sent`
             * @default record
             */
            model: string;
            /**
             * Outputs
             * @description Variables; those that are looked at first where not given
             * @default []
             */
            outputs: string[];
            /**
             * Policies
             * @default []
             */
            policies: string[];
            /**
             * Seed
             * @default 0
             */
            seed: number;
            /**
             * Start
             * @description When the policies begin
             * @default 2
             */
            start: number;
            /**
             * State
             * @description An earlier state of a drawn model; as it stands where not given
             * @default
             */
            state: string;
            /**
             * Text
             * @description What is in it
             * @default
             */
            text: string;
        };
        /**
         * Sample
         * @description Who fills the record with the sample.
         */
        Sample: {
            /**
             * Author
             * @default
             */
            author: string;
        };
        /**
         * ScaleLevel
         * @description A level with the sentence that anchors it.
         */
        ScaleLevel: {
            /** Level */
            level: number;
            /** Says */
            says: string;
        };
        /**
         * SearchAnswer
         * @description What a search found, best first.
         */
        SearchAnswer: {
            /** Found */
            found: components["schemas"]["Found"][];
            /** Q */
            q: string;
        };
        /**
         * Sector
         * @description What an actor is in the ecosystem.
         * @enum {string}
         */
        Sector: "provider" | "technology" | "academia" | "regulator" | "investor" | "industry" | "connector" | "patients" | "payer";
        /**
         * SectorCount
         * @description A sector, its colours on light and dark ground, and how many actors are of it.
         */
        SectorCount: {
            /** Count */
            count: number;
            /** Dark */
            dark: string;
            /** Label */
            label: string;
            /** Light */
            light: string;
            /** Meaning */
            meaning: string;
            /** @description Null: actors whose sector is not known */
            sector: components["schemas"]["Sector"] | null;
        };
        /**
         * SeriesShape
         * @description A variable over time: one run, or the middle of many with the ranges that hold half and nine in ten of them.
         */
        SeriesShape: {
            /** High */
            high: (number | null)[];
            /** Inner High */
            inner_high: (number | null)[];
            /** Inner Low */
            inner_low: (number | null)[];
            /** Low */
            low: (number | null)[];
            /** Name */
            name: string;
            /** Units */
            units: string;
            /** Values */
            values: (number | null)[];
        };
        /**
         * SessionGone
         * @description A session to take away.
         */
        SessionGone: {
            /**
             * Author
             * @default
             */
            author: string;
            /** Name */
            name: string;
            /** Version */
            version?: number | null;
        };
        /**
         * SessionLine
         * @description A session that is kept.
         */
        SessionLine: {
            /**
             * Answers
             * @description Pairs of question and answer, in order
             */
            answers: string[][];
            /** As Of */
            as_of: string;
            /** Asked On */
            asked_on: string;
            /** Initiative */
            initiative: number | null;
            /** Name */
            name: string;
            /** Open */
            open: number;
            /** Version */
            version: number;
            /** Where */
            where: string[];
        };
        /**
         * SessionWish
         * @description A session to keep: a new one without `version`, a changed one with the version that was read.
         */
        SessionWish: {
            /** As Of */
            as_of?: string | null;
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * Fact
             * @default []
             */
            fact: string[];
            /**
             * Initiative
             * @description The initiative of the record that this is about: id, id in its source, or title
             */
            initiative?: string | null;
            /** Name */
            name: string;
            /** Version */
            version?: number | null;
            /**
             * Where
             * @default []
             */
            where: string[];
        };
        /**
         * Sessions
         * @description The sessions that are kept in the record.
         */
        Sessions: {
            /** Batch */
            batch: number;
            /** Sessions */
            sessions: components["schemas"]["SessionLine"][];
        };
        /**
         * Settle
         * @description Say when the model runs, and how.
         */
        Settle: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "time";
            /**
             * Method
             * @default euler
             * @enum {string}
             */
            method: "euler" | "rk4" | "rk45";
            /** Start */
            start: number;
            /** Step */
            step: number;
            /** Stop */
            stop: number;
            /**
             * Time Units
             * @default
             */
            time_units: string;
        };
        /**
         * SourceCount
         * @description A source that the record was built from, what it can show, and how much of it there is.
         */
        SourceCount: {
            /**
             * As Of
             * @description Date of the latest state that was read
             */
            as_of: string | null;
            /** Label */
            label: string;
            /** Licence */
            licence: string | null;
            /** Name */
            name: string;
            /** Records */
            records: number;
            /** Shows */
            shows: string[];
        };
        /**
         * SourceName
         * @description A source that can be read.
         */
        SourceName: {
            /** Label */
            label: string;
            /** Name */
            name: string;
        };
        /**
         * Sources
         * @description The sources that can be read, and what columns of a spreadsheet can mean.
         */
        Sources: {
            /** Meanings */
            meanings: string[];
            /** Sources */
            sources: components["schemas"]["SourceName"][];
        };
        /**
         * SplitActor
         * @description Which names are another actor's.
         */
        SplitActor: {
            /**
             * Author
             * @default
             */
            author: string;
            /** Mentions */
            mentions: number[];
            /** Name */
            name: string;
            /** Reason */
            reason: string;
            /** Version */
            version: number;
        };
        /**
         * Stage
         * @description A stage with its definition: the figure beside it means this and nothing else.
         */
        Stage: {
            /**
             * End
             * @description The event that ends it
             */
            end: string;
            /** Name */
            name: string;
            /**
             * Owner
             * @description Whose clock runs
             */
            owner: string;
            /**
             * Start
             * @description The event that starts it
             */
            start: string;
        };
        /**
         * StageModel
         * @description A way divided into stages.
         */
        StageModel: {
            /**
             * Caveat
             * @description What to be careful about
             */
            caveat: string;
            /**
             * Items
             * @description Initiatives of its kind in the record
             */
            items: number;
            /** Label */
            label: string;
            /** Name */
            name: string;
            /**
             * Source
             * @description Who defines the markers
             */
            source: string;
            /** Stages */
            stages: components["schemas"]["Stage"][];
        };
        /**
         * StakeholderChoices
         * @description What can be said of a stakeholder.
         */
        StakeholderChoices: {
            /** Capabilities */
            capabilities: components["schemas"]["CapabilityChoice"][];
            /** Categories */
            categories: string[];
            /**
             * Cut
             * @description High is above this value
             */
            cut: number;
            /**
             * Me
             * @description Who is signed in; empty where nobody signs in
             */
            me: string;
            /** Need */
            need: components["schemas"]["ScaleLevel"][];
            /** Offer */
            offer: components["schemas"]["ScaleLevel"][];
            /**
             * Quadrants
             * @description By school: what it calls each quadrant, power before interest
             */
            quadrants: {
                [key: string]: {
                    [key: string]: string;
                };
            };
            /** Scales */
            scales: components["schemas"]["RatingScale"][];
        };
        /**
         * StakeholderRatings
         * @description What a rater thinks of an actor, by the names of the scales.
         */
        StakeholderRatings: {
            /** Actor */
            actor: number;
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * Evidence
             * @description Web address of what it rests on
             */
            evidence?: string | null;
            /**
             * On
             * @description The day of the judgement; today where not given
             */
            on?: string | null;
            /**
             * Rater
             * @default
             */
            rater: string;
            /** Ratings */
            ratings: {
                [key: string]: number;
            };
        };
        /**
         * StakeholderWritten
         * @description Under which batch it was written; null where nothing changed.
         */
        StakeholderWritten: {
            /** Batch */
            batch: number | null;
        };
        /**
         * StatePolarity
         * @description State the polarity of a link, or take back what was stated.
         */
        StatePolarity: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "polarity";
            /**
             * Polarity
             * @enum {string}
             */
            polarity: "+" | "-" | "";
            /**
             * Source
             * @description Name of a variable; a longer one than fits is refused with its reason
             */
            source: string;
            /**
             * Target
             * @description Name of a variable; a longer one than fits is refused with its reason
             */
            target: string;
            /** Was */
            was?: ("+" | "-" | "") | null;
        };
        /**
         * StepShape
         * @description A step of the plan.
         */
        StepShape: {
            /** Checked */
            checked: string;
            /** Citation */
            citation: string;
            /** Clock */
            clock: string;
            /** Days */
            days: number | null;
            /** Documents */
            documents: string[];
            /** Fees */
            fees: components["schemas"]["FeeShape"][];
            /** High */
            high: number | null;
            /** Jurisdiction */
            jurisdiction: string;
            /** Low */
            low: number | null;
            /** Markers */
            markers: string;
            /** Name */
            name: string;
            /** Needed */
            needed: string;
            /**
             * No Days
             * @description Why no days are told
             */
            no_days: string;
            /**
             * Own Days
             * @description Median in this record
             */
            own_days: number | null;
            /** Owner */
            owner: string;
            /** Source */
            source: string;
            /** Stated */
            stated: string;
            /** Title */
            title: string;
            /** Verified */
            verified: boolean;
        };
        /**
         * Stretch
         * @description A stretch of time in which one loop is the strongest.
         */
        Stretch: {
            /** End */
            end: number;
            /** Loop */
            loop: string;
            /** Start */
            start: number;
        };
        /**
         * Structure
         * @description All that a model says.
         */
        Structure: {
            /**
             * From Record
             * @description Numbers that come from the record
             */
            from_record: number;
            /** Links */
            links: components["schemas"]["ModelLink"][];
            /** Method */
            method: string;
            /**
             * Outputs
             * @description What is looked at first
             */
            outputs: string[];
            /** Policies */
            policies: components["schemas"]["PolicyLine"][];
            /** @description Which record they were read from, and at which batch */
            read_at: components["schemas"]["AnswerReadAt"] | null;
            /** Start */
            start: number;
            /** Step */
            step: number;
            /** Stop */
            stop: number;
            /** Time Units */
            time_units: string;
            /** Title */
            title: string;
            /** Units */
            units: components["schemas"]["UnitProblem"][];
            /** Variables */
            variables: components["schemas"]["ModelVariable"][];
            /**
             * Version
             * @description Of Ecotone
             */
            version: string;
        };
        /**
         * Subject
         * @description The model that is meant.
         */
        Subject: {
            /**
             * Edits
             * @description Equations that were changed, by variable
             * @default {}
             */
            edits: {
                [key: string]: string;
            };
            /**
             * File
             * @description Name of the file that was sent; its ending says what it is
             * @default
             */
            file: string;
            /**
             * Model
             * @description `record`, `drawn:` and a name, a model that ships, or `sent`
             * @default record
             */
            model: string;
            /**
             * State
             * @description An earlier state of a drawn model; as it stands where not given
             * @default
             */
            state: string;
            /**
             * Text
             * @description What is in it
             * @default
             */
            text: string;
        };
        /**
         * SureWeight
         * @description A weight with what choices leave open.
         */
        SureWeight: {
            /** High */
            high: number;
            /** Low */
            low: number;
            /** Value */
            value: number;
        };
        /**
         * SurveyEnd
         * @description A survey to close, by its name.
         */
        SurveyEnd: {
            /**
             * Author
             * @default
             */
            author: string;
            /** Name */
            name: string;
        };
        /**
         * SurveyLink
         * @description The personal link of one member; it is told this once.
         */
        SurveyLink: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** Path */
            path: string;
        };
        /**
         * SurveyMade
         * @description A new survey with the links of its members.
         */
        SurveyMade: {
            /** Batch */
            batch: number;
            /** Closes */
            closes: string;
            /** Links */
            links: components["schemas"]["SurveyLink"][];
            /** Name */
            name: string;
        };
        /**
         * SurveyWish
         * @description A survey to make: who is asked, and until when.
         */
        SurveyWish: {
            /**
             * Author
             * @default
             */
            author: string;
            /** Closes */
            closes: string;
            /**
             * Members
             * @description Ids or names
             */
            members: string[];
            /** Name */
            name: string;
        };
        /**
         * Tidy
         * @description Lay the model out anew.
         */
        Tidy: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "tidy";
        };
        /**
         * TieShape
         * @description One stated tie, seen from the actor whose page it stands on; `version` goes back with an edit.
         */
        TieShape: {
            /**
             * Direction
             * @enum {string}
             */
            direction: "out" | "in" | "both";
            /** Evidence */
            evidence: number | null;
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            other: components["schemas"]["ActorLink"];
            /** Valid From */
            valid_from: string | null;
            /** Valid To */
            valid_to: string | null;
            /** Version */
            version: number;
            /** Weight */
            weight: number;
        };
        /**
         * TieStep
         * @description Tie the actor to another.
         */
        TieStep: {
            /**
             * Direction
             * @default out
             * @enum {string}
             */
            direction: "out" | "in" | "both";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "tie";
            /** Kind */
            kind: string;
            /** Other */
            other: number;
            /**
             * Valid From
             * @description A year, a month or a day: 2024, 2024-05, 2024-05-17
             */
            valid_from?: string | null;
            /**
             * Valid To
             * @description A year, a month or a day: 2024, 2024-05, 2024-05-17
             */
            valid_to?: string | null;
            /**
             * Weight
             * @default 1
             */
            weight: number;
        };
        /**
         * TornadoWish
         * @description What is asked of which variable, and whether of its value or of what the scenario adds to it.
         */
        TornadoWish: {
            /**
             * Constants
             * @default {}
             */
            constants: {
                [key: string]: number;
            };
            /**
             * Difference
             * @default false
             */
            difference: boolean;
            /**
             * Edits
             * @description Equations that were changed, by variable
             * @default {}
             */
            edits: {
                [key: string]: string;
            };
            /**
             * File
             * @description Name of the file that was sent; its ending says what it is
             * @default
             */
            file: string;
            /**
             * Model
             * @description `record`, `drawn:` and a name, a model that ships, or `sent`
             * @default record
             */
            model: string;
            /** Output */
            output?: string | null;
            /**
             * Policies
             * @default []
             */
            policies: string[];
            /**
             * Seed
             * @default 0
             */
            seed: number;
            /**
             * Start
             * @description When the policies begin
             * @default 2
             */
            start: number;
            /**
             * State
             * @description An earlier state of a drawn model; as it stands where not given
             * @default
             */
            state: string;
            /**
             * Text
             * @description What is in it
             * @default
             */
            text: string;
        };
        /**
         * TryWish
         * @description An equation, unit or name to try on a drawn model; a new variable where the model has none of the name.
         */
        TryWish: {
            /**
             * Equation
             * @default
             */
            equation: string;
            /**
             * Kind
             * @default aux
             * @enum {string}
             */
            kind: "stock" | "flow" | "aux" | "lookup";
            /** Name */
            name: string;
            /** Units */
            units?: string | null;
            /**
             * Variable
             * @description Name of a variable; a longer one than fits is refused with its reason
             */
            variable: string;
        };
        /**
         * Undo
         * @description Which batch to undo.
         */
        Undo: {
            /**
             * Author
             * @default
             */
            author: string;
            /** Batch */
            batch: number;
        };
        /**
         * UnitProblem
         * @description An equation whose units do not fit.
         */
        UnitProblem: {
            /** Line */
            line: number | null;
            /** Variable */
            variable: string;
            /** What */
            what: string;
        };
        /**
         * View
         * @description A saved view.
         */
        View: {
            /**
             * Address
             * @description Path and query inside Ecotone: `/map?colour=city`
             */
            address: string;
            /** Name */
            name: string;
            /**
             * Place
             * @description Its place in the presentation, from 0
             */
            place: number;
            /** Text */
            text: string;
            /** Version */
            version: number;
        };
        /**
         * ViewGone
         * @description A view to take away.
         */
        ViewGone: {
            /**
             * Author
             * @default
             */
            author: string;
            /** Name */
            name: string;
            /** Version */
            version?: number | null;
        };
        /**
         * ViewWish
         * @description A view to save: a new one without `version`, a changed one with the version that was read.
         */
        ViewWish: {
            /**
             * Address
             * @description Path and query inside Ecotone: `/map?colour=city`
             */
            address: string;
            /**
             * Author
             * @default
             */
            author: string;
            /** Name */
            name: string;
            /**
             * Place
             * @description The last place where not given
             */
            place?: number | null;
            /**
             * Text
             * @default
             */
            text: string;
            /** Version */
            version?: number | null;
        };
        /**
         * Views
         * @description The saved views in the order of the presentation.
         */
        Views: {
            /**
             * Batch
             * @description The record's latest batch
             */
            batch: number;
            /** Views */
            views: components["schemas"]["View"][];
        };
        /**
         * Was
         * @description What a variable was when it was read; a change of anything else is refused.
         */
        Was: {
            /** Equation */
            equation?: string | null;
            /** Note */
            note?: string | null;
            /** Points */
            points?: [
                number,
                number
            ][] | null;
            /** Units */
            units?: string | null;
        };
        /**
         * Write
         * @description Give a variable another equation, unit, note, points or range; what is not given stays.
         */
        Write: {
            /** Between */
            between?: ("clamped" | "extrapolated" | "stepped") | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "write";
            /** Equation */
            equation?: string | null;
            /**
             * Name
             * @description Name of a variable; a longer one than fits is refused with its reason
             */
            name: string;
            /** Non Negative */
            non_negative?: boolean | null;
            /** Note */
            note?: string | null;
            /** Points */
            points?: [
                number,
                number
            ][] | null;
            /** Range */
            range?: [
                number,
                number
            ] | null;
            /** Units */
            units?: string | null;
            was?: components["schemas"]["Was"] | null;
        };
        /**
         * Years
         * @description First and last year in which a tie of the record held; null where none is dated.
         */
        Years: {
            /** Max */
            max: number | null;
            /** Min */
            min: number | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_actors: {
        parameters: {
            query?: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    add_actor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewActor"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorPage"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    read_actor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorPage"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    edit_actor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActorEdit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorPage"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    note_actor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNote"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorPage"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    actor_removal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorRemoval"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    remove_actor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemoveActor"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    split_actor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitActor"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorPage"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    alike_actors: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlikeActors"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    changes: {
        parameters: {
            query: {
                since: number;
                /** @description Seconds to wait before answering that nothing changed */
                wait?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changes"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    compose_dossier: {
        parameters: {
            query?: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
                download?: boolean;
                /** @description Choices in their order, such as `map` or `network:brokers` */
                section?: string[];
                /** @description The record's title where not given */
                title?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dossier */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    list_choices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DossierChoices"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    ask_assumptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Subject"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    check_equation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checked"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    write_diagram: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiagramWish"];
            };
        };
        responses: {
            /** @description The causal-loop diagram */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "image/svg+xml": unknown;
                    "text/vnd.graphviz": unknown;
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    read_drawn: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawnModel"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    begin_drawn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewModel"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawnModel"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    change_drawn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawnModel"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    check_drawn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TryWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checked"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    forget_drawn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelGone"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptState"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    keep_drawn_state: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelNamed"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptState"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    find_dynamics_loops: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoopsWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoopsAnswer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    list_dynamics_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelLine"][];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    run_dynamics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    read_structure: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Subject"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Structure"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    ask_tornado: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TornadoWish"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    write_xmile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Subject"];
            };
        };
        responses: {
            /** @description The model as XMILE 1.0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": unknown;
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    read_evidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvidenceShape"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    export_csv: {
        parameters: {
            query?: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The actors */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    export_xlsx: {
        parameters: {
            query?: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    history: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    home: {
        parameters: {
            query?: {
                since?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HomeAnswer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    line: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                question: "who" | "network" | "dynamics" | "partnerships" | "velocity" | "report";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Line"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    import_files: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Body_import_files"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    import_again: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Again"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    drop_trial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jobs"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    read_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    cancel_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    list_rater_links: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Links"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    make_rater_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkMade"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    revoke_rater_links: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinksGone"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinksRevoked"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    read_map: {
        parameters: {
            query?: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
                /** @description By force; on a circle, sector by sector; or in rings, one a sector */
                layout?: "force" | "circular" | "bands";
                /** @description Seed of the layout: the same seed draws the same map */
                seed?: number;
                /** @description What makes a group, where there are more ties than can be drawn */
                group?: "sector" | "community" | "city" | "region" | "country";
                /** @description Keys of groups whose inside is shown */
                open?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The map */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapAnswer"];
                };
            };
            /** @description The job that lays out the map or looks for communities: the record is large */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description The browser has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    flow_from_actor: {
        parameters: {
            query: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
                /** @description Who has it first */
                actor: number;
                /** @description Chance that one unit of a tie's strength passes it on */
                chance?: number;
                /** @description Number of random cascades */
                draws?: number;
                /** @description Decides the cascades */
                seed?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description The job that looks for the answer */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    match_with_kept: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MatchWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    list_registries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registries"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    match_with_file: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Body_match_with_file"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    measures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Measure"][];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    merge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Merge"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    ask_network: {
        parameters: {
            query?: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
                /** @description The attribute whose groups are looked at, or the measure that ranks */
                by?: string | null;
                /** @description How many are shown */
                top?: number;
                /** @description Random networks or cascades */
                draws?: number | null;
                /** @description Decides the draws */
                seed?: number;
                /** @description First day, month or year of the later period */
                since?: string | null;
                /** @description Chance that one unit of strength passes knowledge on */
                chance?: number | null;
                /** @description Above 1 more and smaller communities */
                resolution?: number | null;
                /** @description The one whose lineage is asked, by id or name; all where not given */
                of?: string | null;
                /** @description Ties go from the citing to the cited */
                cites?: boolean | null;
            };
            header?: never;
            path: {
                question: "describe" | "central" | "brokers" | "groups" | "emerging" | "gaps" | "flow" | "null" | "descent";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description The job that looks for the answer */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    compare_times: {
        parameters: {
            query: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
                /** @description The earlier time */
                before: string;
                /** @description The later time */
                after: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description The job that looks for the answer */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    list_communities: {
        parameters: {
            query?: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Communities */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorValues"];
                };
            };
            /** @description The job that looks for the answer */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    save_network: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FileWish"];
            };
        };
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": unknown;
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    measure_actors: {
        parameters: {
            query?: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The measure */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorValues"];
                };
            };
            /** @description The job that looks for the answer */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    partner_criteria: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerCriteria"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    decide_partner: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnershipWritten"];
                };
            };
            /** @description The job that sees to it: the record is large */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    partner_decisions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    partner_dossier_page: {
        parameters: {
            query: {
                seeker: string;
                /** @description Ids or names, two or more */
                candidate?: string[];
                /** @description `name=number` of a criterion or a part; all alike where not given */
                weight?: string[];
                /** @description Parts or criteria to leave out */
                drop?: string[];
                /** @description Which stands where both tell */
                prefer?: "record" | "raters";
                draws?: number;
                seed?: number;
                "as-of"?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dossier */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description The job that sees to it: the record is large */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    evaluate_partners: {
        parameters: {
            query: {
                seeker: string;
                /** @description Ids or names, two or more */
                candidate?: string[];
                /** @description `name=number` of a criterion or a part; all alike where not given */
                weight?: string[];
                /** @description Parts or criteria to leave out */
                drop?: string[];
                /** @description Which stands where both tell */
                prefer?: "record" | "raters";
                draws?: number;
                seed?: number;
                "as-of"?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the candidates stand */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerEvaluation"];
                };
            };
            /** @description The job that sees to it: the record is large */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    partner_impact: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    partner_impacts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    open_impact_record: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImpactWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnershipWritten"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    rater_interests: {
        parameters: {
            query?: {
                rater?: string;
                /** @description By id or name */
                candidate?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RaterInterests"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    declare_interest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InterestWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RaterInterests"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    rate_partner: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PartnerRatings"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnershipWritten"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    partner_ratings: {
        parameters: {
            query: {
                seeker: string;
                candidate: string;
                rater: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RaterLevel"][];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    recommend_partners: {
        parameters: {
            query?: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
                /** @description By id or name; the best pairs of all where not given */
                seeker?: string | null;
                top?: number;
                by?: "model" | "adamic-adar";
                seed?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description The job that sees to it: the record is large */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    review_partnership: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnershipWritten"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    keep_judge_weights: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JudgeWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnershipWritten"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    weigh_choices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChoicesWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChoicesSaid"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    forget_judge_weights: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JudgeGone"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnershipWritten"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    weigh_pairs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PairsWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairsSaid"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    what_if_partners: {
        parameters: {
            query: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
                one: string;
                other: string;
                draws?: number;
                seed?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description The job that sees to it: the record is large */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    look_again: {
        parameters: {
            query: {
                name: string;
                "as-of"?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    ask_pathway: {
        parameters: {
            query?: {
                /** @description Jurisdictions; all where none is named */
                where?: string[];
                /** @description `question=answer`, in the order in which they were given */
                fact?: string[];
                /** @description The day of the law; today where not given */
                "as-of"?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PathwayState"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    find_codes: {
        parameters: {
            query: {
                q: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    list_places: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Place"][];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sessions"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    save_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sessions"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    forget_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionGone"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sessions"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    cancel_question: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    record: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    list_records: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Records"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    begin_record: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Begin"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Begun"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    receive_record: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Body_receive_record"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Begun"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    report: {
        parameters: {
            query?: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
                download?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dossier */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    review: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    decide_review: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the item: an actor, or two actors that may be one */
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewDecision"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    fill_with_sample: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Sample"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    search: {
        parameters: {
            query: {
                /** @description Part of a name; the first letters of words are enough */
                q: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchAnswer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    list_sources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sources"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    ask_stakeholders: {
        parameters: {
            query?: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
                names?: "mendelow" | "nhs" | "nes";
                /** @description Leave out what is only proposed from the record */
                rated?: boolean;
            };
            header?: never;
            path: {
                question: "grid" | "attention" | "classes" | "needs" | "plan" | "expectations" | "surveys";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    say_capability: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CapabilitySaid"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StakeholderWritten"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    say_category: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CategorySaid"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StakeholderWritten"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    stakeholder_choices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StakeholderChoices"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    decide_step: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EngagementStep"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StakeholderWritten"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    say_expectation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExpectationSaid"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StakeholderWritten"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    needs_matrix: {
        parameters: {
            query?: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NeedsMatrix"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    say_what_came: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExpectationMet"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StakeholderWritten"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    save_plan: {
        parameters: {
            query?: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
                names?: "mendelow" | "nhs" | "nes";
                /** @description Leave out what is only proposed from the record */
                rated?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The engagement plan as a workbook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    rate_stakeholder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StakeholderRatings"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StakeholderWritten"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    make_survey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyMade"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    close_survey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyEnd"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StakeholderWritten"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    report_survey: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    undo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Undo"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    ask_velocity: {
        parameters: {
            query?: {
                /** @description Kinds of tie */
                kind?: string[];
                /** @description Sectors an actor may be of */
                sector?: string[];
                /** @description Country, region or city, compared without case */
                place?: string[];
                /** @description Keep ties that held on or after this date */
                from?: string | null;
                /** @description Keep ties that held on or before this date */
                to?: string | null;
                /** @description Answer as the record was known on that day */
                "as-of"?: string | null;
                /** @description A stage model; the first that the record has initiatives of where not given */
                model?: string;
                /** @description Decides the draws of the forecasts */
                seed?: number;
            };
            header?: never;
            path: {
                question: "curves" | "stage-times" | "outcomes" | "stops" | "cumulative" | "flow" | "bottleneck" | "process" | "hand-overs" | "clocks" | "ageing" | "forecasts";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description The job that looks for the answer */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    list_stage_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageModel"][];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    list_views: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Views"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    save_view: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Views"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
    forget_view: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewGone"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Views"];
                };
            };
            /** @description What went wrong, where, and what to do */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureAnswer"];
                };
            };
        };
    };
}
